-- For doctor: attempts of the last seven days, and how long they took.
-- columns: named as they are shown.
SELECT m.channel, a.result, a.status, count(*) AS attempts,
       round(extract(epoch FROM avg(a.finished_at - a.started_at)) * 1000) AS mean_ms,
       round(extract(epoch FROM max(a.finished_at - a.started_at)) * 1000) AS longest_ms
FROM attempts a JOIN messages m ON m.id = a.message_id
WHERE m.created_at > now() - interval '7 days'
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
