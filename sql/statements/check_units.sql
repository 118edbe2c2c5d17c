-- Which of some codes are no unit's.
-- $1 codes (text[])
-- columns: those, with commas between them; NULL: none.
SELECT string_agg(said.code, ', ' ORDER BY said.place)
FROM unnest($1::text[]) WITH ORDINALITY AS said (code, place)
WHERE NOT EXISTS (SELECT FROM units WHERE units.code = said.code)
