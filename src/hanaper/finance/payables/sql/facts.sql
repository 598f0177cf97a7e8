-- What the measures need to know of an invoice beside its evidence. Other modules' SQL may join this view.
-- has_order: it named an order that is there; one that a person linked afterwards came without. has_valid_file: no published
-- rule was broken. payable_pence: null while no rate is known.
CREATE VIEW payables_invoice_facts WITH (security_invoker = true) AS
    SELECT i.body_id, i.id, coalesce(nullif(i.number, ''), i.supplier_number) AS number, i.supplier_name AS supplier,
           i.received_on, i.payable_pence, i.order_id IS NOT NULL AND NOT i.order_is_linked AS has_order,
           i.state_reason <> 'invalid-file' AND NOT EXISTS (
               SELECT FROM payables_invoicefinding f
               WHERE f.body_id = i.body_id AND f.invoice_id = i.id AND f.flag = 'fatal') AS has_valid_file
    FROM payables_invoice i;
GRANT SELECT ON payables_invoice_facts TO hanaper_app, hanaper_backup;
