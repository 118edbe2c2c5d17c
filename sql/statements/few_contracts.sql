-- $1 codes, $2 first fiscal year.
-- Columns: code, fiscal_year, title, project_code, unit_code, manager, intent_on, procurement_on, awarded_on, signed_on,
-- published_on, filed_on, amount, sme_amount
SELECT c.code, c.fiscal_year::integer, c.title, c.project_code, p.unit_code, p.manager, c.intent_on, c.procurement_on,
    c.awarded_on, c.signed_on, c.published_on, c.filed_on, c.amount, c.sme_amount
FROM contracts c
JOIN projects p ON p.code = c.project_code
WHERE c.code = ANY ($1::text[]) AND c.fiscal_year >= $2::smallint
ORDER BY c.code, c.fiscal_year
