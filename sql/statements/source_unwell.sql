-- A source could not be read, or its rows could not be taken. $1 its name, $2 kind, $3 failed or rows, $4 why.
INSERT INTO sources AS s (name, kind, read_at, failures, failing_since, fault, failure)
VALUES ($1, $2, now(), 1, now(), $3, $4)
ON CONFLICT (name) DO UPDATE SET
    read_at = now(), failures = s.failures + 1, failing_since = coalesce(s.failing_since, now()),
    fault = excluded.fault, failure = excluded.failure
