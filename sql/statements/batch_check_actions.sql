-- Write down what the data said of actions that were said to be done. Before acknowledgements lapse, since that
-- takes the action off the deviation; the history keeps it.
-- $1 rule, $2 subject_kind, $3 subject_code, $4 fiscal_year, $5 verified (else refuted): arrays in pairs. $6 the day.
WITH checked AS (
    UPDATE deviations d
    SET action_verified_on = CASE WHEN n.verified THEN $6::date END
    FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::boolean[])
        AS n (rule, kind, code, year, verified)
    WHERE d.subject_kind = n.kind AND d.subject_code = n.code COLLATE "C" AND d.fiscal_year = n.year
      AND d.rule = n.rule AND d.acknowledged_at IS NOT NULL
    RETURNING d.id, n.verified
)
UPDATE acknowledgements a
SET action_verified_on = CASE WHEN c.verified THEN $6::date END,
    action_refuted_on = CASE WHEN NOT c.verified THEN $6::date END
FROM checked c
WHERE a.id = (SELECT k.id FROM acknowledgements k WHERE k.deviation_id = c.id ORDER BY k.id DESC LIMIT 1)
