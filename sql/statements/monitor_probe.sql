-- Is there anything to do? $1 today.
-- Columns: changes, everything (ids of log rows that ask for a full pass, or NULL), due, fingerprint,
-- finished_on, proved_on. The ids are listed one by one: a row with a smaller one may commit later.
SELECT
    EXISTS (SELECT FROM change_log WHERE subject_kind <> 'all'),
    (SELECT array_agg(id) FROM (
        SELECT id FROM change_log WHERE subject_kind = 'all' ORDER BY id LIMIT 1000) a),
    EXISTS (SELECT FROM schedule WHERE next_on <= $1::date),
    fingerprint, finished_on, proved_on
FROM full_pass
