-- The latest month of which each of some units has had a notice, and when that was last sent.
-- $1 units (text[])
-- columns: unit, fiscal year (NULL: it never had one), month, day on which the last version of it was sent; in the
--          order of $1
SELECT u.code, last.fiscal_year, last.month, last.sent_on
FROM unnest($1::text[]) WITH ORDINALITY AS u (code, place)
LEFT JOIN LATERAL (
    SELECT n.fiscal_year, n.month, n.sent_on FROM notices n
    WHERE n.unit_code = u.code COLLATE "C" AND n.form = 'progress'
    ORDER BY n.fiscal_year DESC, n.month DESC, n.version DESC
    LIMIT 1
) last ON true
ORDER BY u.place
