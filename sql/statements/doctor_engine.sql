-- For doctor: who leads, the change log, the last full pass and the nightly proof.
-- columns: named as they are shown.
SELECT l.until > now() AS led, l.epoch,
       CASE WHEN isfinite(l.until) THEN date_trunc('second', l.until - now()) END AS lease_left,
       c.rows AS log_rows, date_trunc('second', c.age) AS log_age, c.kinds AS log_of,
       left(f.fingerprint, 12) AS fingerprint, f.finished_on, f.proved_on
FROM leader l, full_pass f,
     (SELECT coalesce(sum(n), 0) AS rows, max(age) AS age, string_agg(subject_kind || ' ' || n, ', ' ORDER BY n DESC) AS kinds
      FROM (SELECT subject_kind, count(*) AS n, now() - min(at) AS age FROM change_log GROUP BY 1) k) c
