-- What every table and column means, for whoever looks with psql's \d+ or another tool. The Chinese
-- term stands in brackets where the field has one.

COMMENT ON TABLE schema_migrations IS 'Which files of sql/migrations this database has gone through.';
COMMENT ON COLUMN schema_migrations.version IS 'The number that the file''s name begins with.';
COMMENT ON COLUMN schema_migrations.name IS 'The file''s name without its ending.';
COMMENT ON COLUMN schema_migrations.applied_at IS 'When it was applied.';

COMMENT ON TABLE installation IS 'What this database was made for; one row.';
COMMENT ON COLUMN installation.id IS 'Always true: there is one row.';
COMMENT ON COLUMN installation.rehearsal IS 'Made by migrate --rehearsal: run --as-of may set the clock. Never true of a database with real alerts.';

COMMENT ON TABLE units IS 'Budget units (预算单位), a tree: the root is the department or the city (主管部门).';
COMMENT ON COLUMN units.code IS 'Natural key (单位编码), unique across the cities that one database gathers.';
COMMENT ON COLUMN units.name IS 'Name (单位名称).';
COMMENT ON COLUMN units.parent_code IS 'The unit above (上级单位); NULL: a root. Circles are refused.';

COMMENT ON TABLE people IS 'Who answers for what and where to reach them (经办人, 负责人).';
COMMENT ON COLUMN people.name IS 'Name (姓名); projects.manager refers to it.';
COMMENT ON COLUMN people.unit_code IS 'The unit they work for (所在单位).';
COMMENT ON COLUMN people.role IS 'What they are there (职务).';
COMMENT ON COLUMN people.mobile IS 'Mobile number (手机号); group robots mention by it.';
COMMENT ON COLUMN people.im_id IS 'Account in the group chat (企业微信, 钉钉, 飞书).';
COMMENT ON COLUMN people.email IS 'E-mail address (电子邮箱).';

COMMENT ON TABLE projects IS 'Projects (项目): what money is given for and performance is measured of.';
COMMENT ON COLUMN projects.code IS 'Natural key (项目编码).';
COMMENT ON COLUMN projects.unit_code IS 'The unit that spends (预算单位).';
COMMENT ON COLUMN projects.name IS 'Name (项目名称).';
COMMENT ON COLUMN projects.category IS 'basic: basic expenditure (基本支出); project: project expenditure (项目支出).';
COMMENT ON COLUMN projects.manager IS 'Who answers for it (项目负责人), a person''s name.';

COMMENT ON TABLE budgets IS 'Initial budgets (年初预算), one row a fund.';
COMMENT ON COLUMN budgets.project_code IS 'The project.';
COMMENT ON COLUMN budgets.fiscal_year IS 'Fiscal year (预算年度), a calendar year.';
COMMENT ON COLUMN budgets.fund IS 'Source of the money (资金性质), e.g. 上年结转; empty is one fund, too.';
COMMENT ON COLUMN budgets.initial_amount IS 'Amount at the start of the year (年初预算数).';

COMMENT ON TABLE budget_adjustments IS 'Changes of budgets in the course of the year (预算调整, 调剂).';
COMMENT ON COLUMN budget_adjustments.project_code IS 'The project.';
COMMENT ON COLUMN budget_adjustments.fiscal_year IS 'Fiscal year (预算年度) whose budget changes.';
COMMENT ON COLUMN budget_adjustments.fund IS 'Source of the money (资金性质); empty is one fund, too.';
COMMENT ON COLUMN budget_adjustments.effective_on IS 'The day from which it counts (生效日期); may lie before the year.';
COMMENT ON COLUMN budget_adjustments.kind IS 'supplement (追加), cut (追减), transfer (调剂), carryover (结转) or other.';
COMMENT ON COLUMN budget_adjustments.amount IS 'What is added; negative: taken away.';
COMMENT ON COLUMN budget_adjustments.reason IS 'Reason (调整原因).';
COMMENT ON COLUMN budget_adjustments.approval_no IS 'Number of the approval (批复文号); the transfers under one number sum to zero.';

COMMENT ON TABLE plans IS 'Spending plans of projects (用款计划): the project''s own reference curve (序时进度).';
COMMENT ON COLUMN plans.project_code IS 'The project.';
COMMENT ON COLUMN plans.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN plans.month IS 'Month 1..12.';
COMMENT ON COLUMN plans.planned_cumulative IS 'What should be spent from January to the end of the month (累计计划支出).';

COMMENT ON TABLE execution IS 'Budget execution (预算执行): each month''s running total, complete in itself.';
COMMENT ON COLUMN execution.project_code IS 'The project.';
COMMENT ON COLUMN execution.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN execution.fund IS 'Source of the money (资金性质); empty is one fund, too.';
COMMENT ON COLUMN execution.month IS 'Month 1..12.';
COMMENT ON COLUMN execution.spent_cumulative IS 'Spent from January to the end of the month (累计支出).';
COMMENT ON COLUMN execution.received_cumulative IS 'Money received until then (累计到位资金); NULL: not known.';

COMMENT ON TABLE receipts IS 'Income of units by kind (收入构成).';
COMMENT ON COLUMN receipts.unit_code IS 'The unit.';
COMMENT ON COLUMN receipts.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN receipts.kind IS 'Kind of income (收入类别), e.g. 一般公共预算财政拨款收入.';
COMMENT ON COLUMN receipts.amount IS 'Amount of the year.';

COMMENT ON TABLE indicators IS 'Performance indicators (绩效指标) of units and projects, with the year''s target.';
COMMENT ON COLUMN indicators.code IS 'Natural key (指标编码), together with the year.';
COMMENT ON COLUMN indicators.owner IS 'Whether a unit (部门整体) or a project (项目) is measured.';
COMMENT ON COLUMN indicators.owner_code IS 'Code of that unit or project.';
COMMENT ON COLUMN indicators.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN indicators.level1 IS 'First level (一级指标): cost (成本), output (产出), benefit (效益), satisfaction (满意度).';
COMMENT ON COLUMN indicators.level2 IS 'Second level (二级指标): quantity (数量), quality (质量), timeliness (时效), cost (成本), social (社会效益) ...';
COMMENT ON COLUMN indicators.name IS 'Name (三级指标).';
COMMENT ON COLUMN indicators.direction IS 'How value and target compare (指标性质): ge, gt, le, lt, eq, or qualitative (定性).';
COMMENT ON COLUMN indicators.measure_unit IS 'Unit of measure (度量单位); percentages are written as 97.3 with %.';
COMMENT ON COLUMN indicators.target IS 'The full year''s target (年度指标值): a number, or free text where qualitative; NULL: none.';
COMMENT ON COLUMN indicators.weight IS 'Weight in points (权重, 分值); NULL: not given.';
COMMENT ON COLUMN indicators.accumulation IS 'How the months'' figures make the year''s: sum, latest, max or mean.';
COMMENT ON COLUMN indicators.schedule IS 'When a figure is due: monthly, quarterly, halfyear, or once in a month 1..12.';
COMMENT ON COLUMN indicators.target_number IS 'Generated: the number in target; NULL where qualitative.';
COMMENT ON COLUMN indicators.owner_unit IS 'Generated: owner_code where a unit owns it; carries the reference.';
COMMENT ON COLUMN indicators.owner_project IS 'Generated: owner_code where a project owns it; carries the reference.';

COMMENT ON TABLE indicator_targets IS 'Revisions of targets in the course of the year (绩效目标调整); the latest effective one counts.';
COMMENT ON COLUMN indicator_targets.indicator_code IS 'The indicator.';
COMMENT ON COLUMN indicator_targets.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN indicator_targets.effective_on IS 'The day from which it counts (生效日期).';
COMMENT ON COLUMN indicator_targets.target IS 'The new target of the full year (调整后指标值).';
COMMENT ON COLUMN indicator_targets.reason IS 'Reason (调整原因).';
COMMENT ON COLUMN indicator_targets.approval_no IS 'Number of the approval (批复文号).';
COMMENT ON COLUMN indicator_targets.target_number IS 'Generated: the number in target; NULL where it is text.';

COMMENT ON TABLE indicator_values IS 'What was achieved in each month (实际完成值): the month''s own figure, put together by accumulation.';
COMMENT ON COLUMN indicator_values.indicator_code IS 'The indicator.';
COMMENT ON COLUMN indicator_values.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN indicator_values.month IS 'Month 1..12.';
COMMENT ON COLUMN indicator_values.value IS 'As reported: a number, also as ≥266 or 98.4%; achieved (达成), partial (部分达成), missed (未达成) where qualitative; n/a: not applicable (不适用).';
COMMENT ON COLUMN indicator_values.evidence IS 'Path or address of the proof (佐证材料).';
COMMENT ON COLUMN indicator_values.value_number IS 'Generated: the number in value; NULL where it is a word.';

COMMENT ON TABLE outlooks IS 'What those responsible expect of the year (全年预计完成情况), said while it runs.';
COMMENT ON COLUMN outlooks.subject IS 'project or indicator.';
COMMENT ON COLUMN outlooks.subject_code IS 'Code of that project or indicator.';
COMMENT ON COLUMN outlooks.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN outlooks.month IS 'The month in which it was said.';
COMMENT ON COLUMN outlooks.expected IS 'Expected figure of the full year (全年预计执行数, 全年预计完成值).';
COMMENT ON COLUMN outlooks.likelihood IS 'Whether the target will be met (完成目标可能性): certain (确定能), possible (有可能), impossible (完全不可能).';
COMMENT ON COLUMN outlooks.cause IS 'Cause of the deviation (偏差原因): 经费保障, 制度保障, 人员保障, 硬件条件保障, 其他.';
COMMENT ON COLUMN outlooks.note IS 'Note (备注).';
COMMENT ON COLUMN outlooks.subject_project IS 'Generated: subject_code of a project; carries the reference.';
COMMENT ON COLUMN outlooks.subject_indicator IS 'Generated: subject_code of an indicator; carries the reference.';

COMMENT ON TABLE milestones IS 'What is to be done by a day (节点任务): work, disclosure (信息公开), stocktaking (资产盘点), reports.';
COMMENT ON COLUMN milestones.owner IS 'Whether a unit or a project has to do it.';
COMMENT ON COLUMN milestones.owner_code IS 'Code of that unit or project.';
COMMENT ON COLUMN milestones.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN milestones.name IS 'What is to be done (任务名称).';
COMMENT ON COLUMN milestones.kind IS 'Kind (类别): work, disclosure, stocktaking, report ...';
COMMENT ON COLUMN milestones.planned_on IS 'The day it is due (计划完成日期).';
COMMENT ON COLUMN milestones.completed_on IS 'The day it was done (实际完成日期); NULL: not yet.';
COMMENT ON COLUMN milestones.owner_unit IS 'Generated: owner_code of a unit; carries the reference.';
COMMENT ON COLUMN milestones.owner_project IS 'Generated: owner_code of a project; carries the reference.';

COMMENT ON TABLE contracts IS 'Government procurement (政府采购合同) and the days that its statutory deadlines are counted from.';
COMMENT ON COLUMN contracts.code IS 'Natural key (合同编号).';
COMMENT ON COLUMN contracts.project_code IS 'The project that pays.';
COMMENT ON COLUMN contracts.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN contracts.title IS 'Title (合同名称).';
COMMENT ON COLUMN contracts.amount IS 'Amount (合同金额).';
COMMENT ON COLUMN contracts.intent_on IS 'Intent published (采购意向公开).';
COMMENT ON COLUMN contracts.procurement_on IS 'Procurement started (采购活动开始).';
COMMENT ON COLUMN contracts.awarded_on IS 'Award notified (中标、成交通知书).';
COMMENT ON COLUMN contracts.signed_on IS 'Signed (合同签订).';
COMMENT ON COLUMN contracts.published_on IS 'Published (合同公告).';
COMMENT ON COLUMN contracts.filed_on IS 'Filed with the finance department (合同备案).';
COMMENT ON COLUMN contracts.sme_amount IS 'Part that goes to small and medium enterprises (面向中小企业采购金额).';

COMMENT ON TABLE ceilings IS 'Limits of running costs (经费控制数).';
COMMENT ON COLUMN ceilings.unit_code IS 'The unit.';
COMMENT ON COLUMN ceilings.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN ceilings.kind IS 'running_cost (公用经费), three_public (三公经费), overseas (因公出国), vehicle (公务用车), reception (公务接待).';
COMMENT ON COLUMN ceilings.amount IS 'The limit of the year (控制数).';

COMMENT ON TABLE ceiling_spending IS 'What was spent under those limits, each month''s running total.';
COMMENT ON COLUMN ceiling_spending.unit_code IS 'The unit.';
COMMENT ON COLUMN ceiling_spending.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN ceiling_spending.kind IS 'As in ceilings.';
COMMENT ON COLUMN ceiling_spending.month IS 'Month 1..12.';
COMMENT ON COLUMN ceiling_spending.spent_cumulative IS 'Spent from January to the end of the month (累计支出).';

COMMENT ON TABLE notified_rates IS 'Rates at which the finance bureau notified units (支出进度通报), scored at year end.';
COMMENT ON COLUMN notified_rates.unit_code IS 'The unit.';
COMMENT ON COLUMN notified_rates.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN notified_rates.month IS 'The month notified.';
COMMENT ON COLUMN notified_rates.rate IS 'Cumulative rate of spending in percent (累计支出率).';

COMMENT ON TABLE assessments IS 'Points that people gave in a self-evaluation (绩效自评), kept apart from those computed.';
COMMENT ON COLUMN assessments.subject IS 'unit (部门整体) or project (项目).';
COMMENT ON COLUMN assessments.subject_code IS 'Code of that unit or project.';
COMMENT ON COLUMN assessments.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN assessments.item_code IS 'A rubric''s item, an indicator''s code, execution (预算执行率), or total: what a printed sheet claims.';
COMMENT ON COLUMN assessments.measured IS 'What was measured (实际完成情况), as written.';
COMMENT ON COLUMN assessments.points IS 'Points given (自评得分).';
COMMENT ON COLUMN assessments.note IS 'Explanation (说明).';
COMMENT ON COLUMN assessments.evidence IS 'Path or address of the proof (佐证材料).';
COMMENT ON COLUMN assessments.measured_number IS 'Generated: the number in measured; NULL where it is text.';
COMMENT ON COLUMN assessments.subject_unit IS 'Generated: subject_code of a unit; carries the reference.';
COMMENT ON COLUMN assessments.subject_project IS 'Generated: subject_code of a project; carries the reference.';

COMMENT ON TABLE rectifications IS 'Findings and their correction (整改): found, done, concluded.';
COMMENT ON COLUMN rectifications.code IS 'Natural key (整改编号).';
COMMENT ON COLUMN rectifications.source IS 'Who found it: self_evaluation (绩效自评), audit (审计), finance_bureau (财政部门), monitoring (运行监控).';
COMMENT ON COLUMN rectifications.subject IS 'unit, project or indicator.';
COMMENT ON COLUMN rectifications.subject_code IS 'Code of that unit, project or indicator.';
COMMENT ON COLUMN rectifications.fiscal_year IS 'Fiscal year (预算年度) that the finding is about.';
COMMENT ON COLUMN rectifications.item_code IS 'The rubric''s item that it touches.';
COMMENT ON COLUMN rectifications.issue IS 'What is wrong (存在问题).';
COMMENT ON COLUMN rectifications.owner IS 'Who corrects it (整改责任人).';
COMMENT ON COLUMN rectifications.action IS 'What is to be done (整改措施).';
COMMENT ON COLUMN rectifications.due_on IS 'By when (整改期限).';
COMMENT ON COLUMN rectifications.completed_on IS 'The day it was done (完成日期); NULL: not yet.';
COMMENT ON COLUMN rectifications.conclusion IS 'What came of it (整改结论).';
COMMENT ON COLUMN rectifications.subject_unit IS 'Generated: subject_code of a unit; carries the reference.';
COMMENT ON COLUMN rectifications.subject_project IS 'Generated: subject_code of a project; carries the reference.';
COMMENT ON COLUMN rectifications.subject_indicator IS 'Generated: subject_code of an indicator; carries the reference.';

COMMENT ON TABLE calendar IS 'Days that differ from Monday-to-Friday (节假日安排), on top of the official years that the program knows.';
COMMENT ON COLUMN calendar.date IS 'The day.';
COMMENT ON COLUMN calendar.kind IS 'holiday (放假) or workday (调休上班).';
COMMENT ON COLUMN calendar.name IS 'Its name, e.g. 国庆节.';

COMMENT ON TABLE leader IS 'Which daemon evaluates; one row, on the database''s clock.';
COMMENT ON COLUMN leader.id IS 'Always true: there is one row.';
COMMENT ON COLUMN leader.holder IS 'The daemon that leads; empty: none yet.';
COMMENT ON COLUMN leader.epoch IS 'Raised by each take-over: who writes with an older one is refused.';
COMMENT ON COLUMN leader.until IS 'Until when it leads unless it renews.';

COMMENT ON TABLE change_log IS 'Subjects whose facts changed, written by triggers and consumed by the leader: exactly the rows read are deleted with the states they led to.';
COMMENT ON COLUMN change_log.id IS 'Order of writing, not of commit; nothing is concluded from gaps.';
COMMENT ON COLUMN change_log.subject_kind IS 'Kind of subject; all: everything is to be looked at again.';
COMMENT ON COLUMN change_log.subject_code IS 'Its code.';
COMMENT ON COLUMN change_log.fiscal_year IS 'The year concerned; 0: every year.';
COMMENT ON COLUMN change_log.at IS 'When it was written.';

COMMENT ON TABLE full_pass IS 'The last pass over all subjects; one row.';
COMMENT ON COLUMN full_pass.id IS 'Always true: there is one row.';
COMMENT ON COLUMN full_pass.fingerprint IS 'Of the policy and the program that made it; another one asks for a new pass.';
COMMENT ON COLUMN full_pass.finished_on IS 'The day on which the one that finished last began.';
COMMENT ON COLUMN full_pass.proved_on IS 'The day of the last nightly proof.';

COMMENT ON TABLE unit_progress IS 'Which months each unit had reported when it was last looked at: a new one concerns all its projects.';
COMMENT ON COLUMN unit_progress.unit_code IS 'The unit.';
COMMENT ON COLUMN unit_progress.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN unit_progress.months IS 'Bit m is set: month m was reported.';

COMMENT ON TABLE schedule IS 'When a subject must be looked at again though nothing changes: a deadline nears, a month closes, a reminder is due.';
COMMENT ON COLUMN schedule.subject_kind IS 'Kind of subject.';
COMMENT ON COLUMN schedule.subject_code IS 'Its code.';
COMMENT ON COLUMN schedule.next_on IS 'The first day on which its verdicts can change.';

COMMENT ON TABLE deviations IS 'Deviations (偏差): one a rule, subject and year, with the state it is in (预警).';
COMMENT ON COLUMN deviations.id IS 'The number officers acknowledge it by.';
COMMENT ON COLUMN deviations.rule IS 'Name of the rule, e.g. execution.pace.';
COMMENT ON COLUMN deviations.subject_kind IS 'unit, project, indicator, milestone, contract, ceiling or rectification.';
COMMENT ON COLUMN deviations.subject_code IS 'Its code; of a milestone owner_code/name, of a ceiling unit_code/kind.';
COMMENT ON COLUMN deviations.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN deviations.severity IS 'What stands now: none, blue (蓝灯), yellow (黄灯) or red (红灯).';
COMMENT ON COLUMN deviations.since IS 'The day it opened; NULL while none.';
COMMENT ON COLUMN deviations.month IS 'The month that it speaks of; 0: none.';
COMMENT ON COLUMN deviations.observed IS 'What was found, exact.';
COMMENT ON COLUMN deviations.expected IS 'What it was compared with.';
COMMENT ON COLUMN deviations.gap IS 'The difference.';
COMMENT ON COLUMN deviations.explanation IS 'The arithmetic in one sentence.';
COMMENT ON COLUMN deviations.subject_name IS 'Name of the subject when it was last looked at.';
COMMENT ON COLUMN deviations.unit_code IS 'The unit that answers.';
COMMENT ON COLUMN deviations.manager IS 'The person who answers (项目负责人); empty: not known.';
COMMENT ON COLUMN deviations.remind_on IS 'The next reminder; NULL: none is due.';
COMMENT ON COLUMN deviations.overdue_said IS 'That the corrective action is late has been said.';
COMMENT ON COLUMN deviations.acknowledged_at IS 'When an officer acknowledged it; NULL: not, or lapsed.';
COMMENT ON COLUMN deviations.acknowledged_by IS 'Who did.';
COMMENT ON COLUMN deviations.cause IS 'funding (经费保障), institution (制度保障), personnel (人员保障), hardware (硬件条件保障) or other (其他).';
COMMENT ON COLUMN deviations.decision IS 'continue (继续执行), transfer (调剂) or cancel (取消).';
COMMENT ON COLUMN deviations.action IS 'Corrective action (整改措施).';
COMMENT ON COLUMN deviations.action_due IS 'By when.';
COMMENT ON COLUMN deviations.action_done_on IS 'The day it was done; NULL: not yet.';
COMMENT ON COLUMN deviations.updated_at IS 'When the row was last written.';

COMMENT ON TABLE acknowledgements IS 'Every acknowledgement of a deviation, also those that lapsed.';
COMMENT ON COLUMN acknowledgements.id IS 'Order of writing.';
COMMENT ON COLUMN acknowledgements.deviation_id IS 'The deviation.';
COMMENT ON COLUMN acknowledgements.at IS 'When.';
COMMENT ON COLUMN acknowledgements.by_whom IS 'By whom.';
COMMENT ON COLUMN acknowledgements.severity IS 'What stood at that time.';
COMMENT ON COLUMN acknowledgements.cause IS 'As in deviations.';
COMMENT ON COLUMN acknowledgements.decision IS 'As in deviations.';
COMMENT ON COLUMN acknowledgements.action IS 'Corrective action (整改措施).';
COMMENT ON COLUMN acknowledgements.action_due IS 'By when.';
COMMENT ON COLUMN acknowledgements.action_done_on IS 'The day it was done.';
COMMENT ON COLUMN acknowledgements.note IS 'Note (备注).';

COMMENT ON TABLE events IS 'Changes of state of deviations, each told once on every channel that wants it.';
COMMENT ON COLUMN events.id IS 'Order of writing.';
COMMENT ON COLUMN events.deviation_id IS 'The deviation.';
COMMENT ON COLUMN events.event IS 'opened (新增), escalated (升级), eased (缓解), resolved (解除), reminded (提醒) or overdue (整改逾期).';
COMMENT ON COLUMN events.rule IS 'As in deviations; like all that follows, as it was at the time.';
COMMENT ON COLUMN events.severity IS 'What stood after it; of resolved: what had stood.';
COMMENT ON COLUMN events.previous_severity IS 'What stood before it.';
COMMENT ON COLUMN events.subject_kind IS 'As in deviations.';
COMMENT ON COLUMN events.subject_code IS 'As in deviations.';
COMMENT ON COLUMN events.subject_name IS 'As in deviations.';
COMMENT ON COLUMN events.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN events.month IS 'The month that it speaks of; 0: none.';
COMMENT ON COLUMN events.observed IS 'What was found, exact.';
COMMENT ON COLUMN events.expected IS 'What it was compared with.';
COMMENT ON COLUMN events.gap IS 'The difference.';
COMMENT ON COLUMN events.explanation IS 'The arithmetic in one sentence.';
COMMENT ON COLUMN events.unit_code IS 'The unit that answers.';
COMMENT ON COLUMN events.manager IS 'The person who answers.';
COMMENT ON COLUMN events.occurred_on IS 'The day by the office''s clock.';
COMMENT ON COLUMN events.created_at IS 'When it was written.';
COMMENT ON COLUMN events.formed IS 'Its messages have been formed.';

COMMENT ON TABLE messages IS 'What is to be sent or was sent (通知): the body is frozen before the first attempt.';
COMMENT ON COLUMN messages.id IS 'Stays the same over retries, so that a receiver can drop what it has.';
COMMENT ON COLUMN messages.seq IS 'Order of forming.';
COMMENT ON COLUMN messages.channel IS 'Name of the channel in the configuration.';
COMMENT ON COLUMN messages.type IS 'Type for the receiver, e.g. deviation.opened.';
COMMENT ON COLUMN messages.body IS 'What is sent, before signing.';
COMMENT ON COLUMN messages.state IS 'pending, sending (claimed with a lease), delivered or dead.';
COMMENT ON COLUMN messages.attempts IS 'Attempts started so far.';
COMMENT ON COLUMN messages.first_attempt IS 'How many there had been when it was last put back by hand; the limit counts from there.';
COMMENT ON COLUMN messages.next_attempt_at IS 'When pending: not before this.';
COMMENT ON COLUMN messages.lease_holder IS 'The daemon that is sending it.';
COMMENT ON COLUMN messages.lease_until IS 'When another may take it over.';
COMMENT ON COLUMN messages.last_status IS 'Status of the last answer (HTTP or SMTP); 0: no answer.';
COMMENT ON COLUMN messages.last_answer IS 'Beginning of the last answer, or what went wrong.';
COMMENT ON COLUMN messages.created_at IS 'When it was formed.';
COMMENT ON COLUMN messages.settled_at IS 'When it was delivered or given up.';

COMMENT ON TABLE message_events IS 'Which events a message covers: each event is in exactly one message per channel.';
COMMENT ON COLUMN message_events.event_id IS 'The event.';
COMMENT ON COLUMN message_events.channel IS 'The channel.';
COMMENT ON COLUMN message_events.message_id IS 'The message.';

COMMENT ON TABLE attempts IS 'Every attempt to send a message and what came of it.';
COMMENT ON COLUMN attempts.message_id IS 'The message.';
COMMENT ON COLUMN attempts.attempt IS 'Its number, from 1.';
COMMENT ON COLUMN attempts.holder IS 'The daemon that made it.';
COMMENT ON COLUMN attempts.started_at IS 'When it began.';
COMMENT ON COLUMN attempts.finished_at IS 'When it was settled.';
COMMENT ON COLUMN attempts.result IS 'delivered, retry, throttled, permanent, or handed_back (not sent after all).';
COMMENT ON COLUMN attempts.status IS 'Status of the answer (HTTP or SMTP); 0: no answer.';
COMMENT ON COLUMN attempts.answer IS 'Beginning of the answer, or what went wrong.';

COMMENT ON TABLE audit IS 'What stood in the ledger before it was changed or deleted (留痕), written by triggers.';
COMMENT ON COLUMN audit.id IS 'Order of writing.';
COMMENT ON COLUMN audit.at IS 'Start of the transaction that changed it.';
COMMENT ON COLUMN audit.table_name IS 'The table.';
COMMENT ON COLUMN audit.key IS 'The key of the row; NULL of a TRUNCATE.';
COMMENT ON COLUMN audit.operation IS 'UPDATE, DELETE or TRUNCATE.';
COMMENT ON COLUMN audit.old IS 'The row as it was; NULL where a changed key made it new.';
COMMENT ON COLUMN audit.new IS 'The row as it became; NULL where it is gone.';
COMMENT ON COLUMN audit.session_user_name IS 'Who was logged in.';
COMMENT ON COLUMN audit.application_name IS 'The program that did it, as it called itself.';
