-- Which months each unit has reported, as its projects are evaluated with now.
-- $1 unit codes, $2 fiscal years, $3 months.
INSERT INTO unit_progress AS u (unit_code, fiscal_year, months)
SELECT * FROM unnest($1::text[], $2::smallint[], $3::integer[])
ON CONFLICT (unit_code, fiscal_year) DO UPDATE SET months = excluded.months
