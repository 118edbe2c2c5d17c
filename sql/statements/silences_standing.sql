-- The silences that have begun and not ended, whether or not it is their hour.
-- columns: id, rule, codes of the unit and all below it (a line each; NULL: every unit), subject code,
--          severity, starts, ends (ms since 1970), at what times.
SELECT s.id, s.rule, CASE WHEN s.unit_code <> '' THEN (
           WITH RECURSIVE below AS (
               SELECT s.unit_code AS code
               UNION
               SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
           )
           SELECT string_agg(code, E'\n') FROM below) END,
       s.subject_code, s.severity, (extract(epoch FROM s.starts_at) * 1000)::bigint,
       (extract(epoch FROM s.ends_at) * 1000)::bigint, s.recurring
FROM silences s
WHERE s.ended_at IS NULL AND s.starts_at <= now() AND s.ends_at > now()
ORDER BY s.id
