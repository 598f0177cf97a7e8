"""What people get on paper: payslips as tagged PDF. Pure: values in, bytes out."""
