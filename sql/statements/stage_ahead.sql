-- The first events of which nobody has decided yet who is told, with all that decides whether one channel is, and what
-- else there is to know of it: for channels without quota, groups and escalation, of which little needs to be known.
-- $1 channel, $2 digest of its address, $3 how far to count, $4 how many events at most
-- columns: those of stage_waiting.sql down to the reminders; then the channel's, of which there is a row without an
--          event where there is none: whether other events wait for it; whether it is switched off; ms that it still
--          rests (0: it does not); events told of in the last minute (one event alone is no flood: 0); changes of
--          facts that are yet to be evaluated.
SELECT e.id, e.deviation_id, e.created, e.event, e.rule, e.severity, e.previous_severity, e.fiscal_year, e.month,
       e.subject_kind, e.subject_code, e.subject_name, e.unit_code, e.unit_name, e.manager, e.observed, e.expected,
       e.gap, e.explanation, e.occurred_on, e.answers_name, e.answers_role, e.answers_unit, e.corrects_event_id,
       NULL, NULL, 'waiting', '', e.severity_now, e.acknowledged, e.is_last, e.is_last_rise,
       coalesce((SELECT before.event FROM events before
                 JOIN message_events m ON m.event_id = before.id AND m.channel = $1 AND m.state = 'sent'
                 WHERE before.deviation_id = e.deviation_id AND before.id < e.id
                 ORDER BY before.id DESC
                 LIMIT 1) <> 'resolved', false),
       e.missing, e.answers_mobile, e.answers_im_id, e.answers_email, e.since, e.reminders,
       one.waits, one.off, one.rest, one.recent, one.upstream
FROM (
    SELECT EXISTS (SELECT FROM message_events m WHERE m.channel = $1 AND m.state = 'waiting')
           OR EXISTS (SELECT FROM message_events m
                      WHERE m.channel = $1 AND m.state IN ('held', 'silenced', 'inhibited') AND m.held_until <= now())
           AS waits,
           EXISTS (SELECT FROM channels_off o WHERE o.channel = $1 AND o.address IN ('', $2)) AS off,
           coalesce((SELECT greatest(ceil(extract(epoch FROM s.paused_until - now()) * 1000), 0)
                     FROM channel_states s WHERE s.channel = $1), 0)::bigint AS rest,
           CASE WHEN (SELECT count(*) FROM (SELECT FROM events WHERE NOT formed LIMIT 2) u) > 1
                THEN (SELECT count(*) FROM (
                          SELECT FROM messages m JOIN message_events c ON c.message_id = m.id
                          WHERE m.channel = $1 AND m.created_at > now() - interval '1 minute'
                          LIMIT $3::int + 1) r)
                ELSE 0 END AS recent,
           CASE WHEN EXISTS (SELECT FROM full_pass WHERE finished_on IS NULL)
                  OR EXISTS (SELECT FROM change_log WHERE subject_kind = 'all')
                THEN $3::int + 1
                ELSE (SELECT count(*) FROM (SELECT FROM change_log ORDER BY id LIMIT $3::int + 1) c) END AS upstream
    OFFSET 0
) AS one
LEFT JOIN LATERAL (SELECT * FROM event_details d WHERE NOT d.formed ORDER BY d.id LIMIT $4::int) AS e ON true
ORDER BY e.id
