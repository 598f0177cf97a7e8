-- What each posted journal did to each account: which document posted it, and how much. Other modules' SQL may join this view.
CREATE VIEW ledger_journal_account WITH (security_invoker = true) AS
    SELECT j.body_id, j.id AS journal_id, j.fiscal_year, j.source, j.source_id, j.reverses_id, j.at, j.recorded_at,
           a.code AS account_code, sum(greatest(l.amount_pence, 0))::bigint AS debit_pence,
           sum(greatest(-l.amount_pence, 0))::bigint AS credit_pence
    FROM ledger_journal j
    JOIN ledger_line l ON l.body_id = j.body_id AND l.fiscal_year = j.fiscal_year AND l.journal_id = j.id AND l.kind = 1
    JOIN ledger_account a ON a.id = l.account_id
    GROUP BY j.body_id, j.id, a.code;
GRANT SELECT ON ledger_journal_account TO hanaper_app, hanaper_backup;
