/* A ledger of names that mean harm, in CSV. After the headers of tests/support. */
#ifndef TESTS_INTEGRATION_HOSTILE_LEDGER_H
#define TESTS_INTEGRATION_HOSTILE_LEDGER_H

/* The last is made longer, see name_of(). */
static const char *const names[] = {
    "<script>alert(1)</script>",
    "'; DROP TABLE projects; --",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1",
    "-1+2",
    "丁\u202e元001\u202c乙",
    "戊\u2066甲\u2069\u200b\u200e丙",
    "[a](javascript:alert(1)) ![](http://evil.example/x.png)",
    "<@all> @所有人 <!channel> <at id=all></at>",
    "$x$ \\input{/etc/passwd} ^a^ ~b~ `<i>`{=html}",
    "---",
    "%s%n%x",
    "# x | y ** https://evil.example www.evil.example a@evil.example",
    "_x202E_x_x0041_",
    "'=1",
    "a\" onmouseover=\"alert(1)' x='",
    "\\\\evil\\share\\x, \"y\"",
    "长",
};
enum { NAMES = sizeof names / sizeof names[0], LONG_NAME = 10000 };

static struct cluster database;
static char *long_name, *config_path;

static inline const char *name_of(int i)
{
    return i == NAMES - 1 ? long_name : names[i];
}

/* A cell as a spreadsheet would write it to a CSV file; guarded, as one of ours would be. */
static inline void add_cell(struct buf *out, const char *text)
{
    struct buf guarded = {0};

    import_cell_guard(&guarded, text);
    buf_putc(out, '"');
    for (const char *at = buf_text(&guarded); *at != '\0'; at++)
        buf_puts(out, (char[]){*at, *at == '"' ? '"' : '\0', '\0'});
    buf_putc(out, '"');
    buf_free(&guarded);
}

/* What is a key has nothing in it that cannot be seen. */
static inline bool is_key(const char *name)
{
    return strstr(name, "\xe2\x80") == NULL && strstr(name, "\xe2\x81") == NULL;
}

/* One row a name; %N is the name, %S the same for what is a key, %I the number. */
static inline void write_file(const char *file, const char *header, const char *row)
{
    struct buf text = {0};

    buf_printf(&text, "%s\n", header);
    for (int i = 0; i < NAMES; i++) {
        for (const char *at = row; *at != '\0'; at++) {
            if (*at != '%') {
                buf_putc(&text, *at);
                continue;
            }
            at++;
            if (*at == 'I')
                buf_printf(&text, "%d", i);
            else if (*at == 'N' || is_key(names[i]))
                add_cell(&text, *at == 'N' ? name_of(i) : names[i]);
            else
                buf_printf(&text, "己%d", i);
        }
        buf_putc(&text, '\n');
    }
    process_file(&cluster, file, "%s", buf_text(&text));
    buf_free(&text);
}

static inline void write_ledger(void)
{
    process_file(&cluster, "units.csv", "%s",
                 "code,name,parent_code\nTOP,<b>TOP</b>\u202e,\nU1,\"'=HYPERLINK(\"\"http://"
                 "evil.example\"\")\",TOP\n");
    write_file("people.csv", "name,unit_code,role,im_id,email", "%S,U1,<i>role</i>,,");
    write_file("projects.csv", "code,unit_code,name,category,manager", "P%I,U1,%N,project,%S");
    write_file("budgets.csv", "project_code,fiscal_year,initial_amount", "P%I,2025,1000000");
    write_file("execution.csv", "project_code,fiscal_year,month,spent_cumulative", "P%I,2025,6,1000");
    write_file("contracts.csv", "code,project_code,fiscal_year,title,amount,awarded_on",
               "C%I,P%I,2025,%N,1000,2025-01-15");
    write_file("milestones.csv", "owner,owner_code,fiscal_year,name,kind,planned_on",
               "project,P%I,2025,%S,disclosure,2025-03-01");
    write_file("indicators.csv",
               "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,target,weight,"
               "accumulation,schedule",
               "I%I,project,P%I,2025,output,quality,%N,ge,%S,95,,latest,monthly");
    write_file("indicator_values.csv", "indicator_code,fiscal_year,month,value", "I%I,2025,6,10");
    write_file("assessments.csv", "subject,subject_code,fiscal_year,item_code,points,note",
               "project,P%I,2025,1.1.%I,1,%N");
}

#endif
