-- A line of an order with what was received and invoiced of it: what a match compares. Receipts that went back count no
-- longer. Other modules' SQL may join this view.
CREATE VIEW orders_line_fact WITH (security_invoker = true) AS
    SELECT l.body_id, l.id AS line_id, l.order_id, l.line_no,
           coalesce((SELECT sum(r.quantity) FROM orders_receiptline r
                     JOIN orders_receipt d ON d.body_id = r.body_id AND d.id = r.receipt_id
                     WHERE r.body_id = l.body_id AND r.order_line_id = l.id AND d.state = 'recorded'), 0) AS received_quantity,
           coalesce(i.quantity, 0) AS invoiced_quantity, coalesce(i.net_minor, 0)::bigint AS invoiced_minor
    FROM orders_orderline l
    LEFT JOIN LATERAL (
        SELECT sum(x.quantity) AS quantity, sum(x.net_minor) AS net_minor FROM orders_invoicedline x
        WHERE x.body_id = l.body_id AND x.order_line_id = l.id) i ON true;
GRANT SELECT ON orders_line_fact TO hanaper_app, hanaper_backup;
