-- When each of the batch's subjects must be looked at again. $1 kinds, $2 codes, $3 days.
INSERT INTO schedule AS s (subject_kind, subject_code, next_on)
SELECT kind, code, day FROM unnest($1::text[], $2::text[], $3::date[]) AS n (kind, code, day)
ON CONFLICT (subject_kind, subject_code) DO UPDATE SET next_on = excluded.next_on
WHERE s.next_on <> excluded.next_on
