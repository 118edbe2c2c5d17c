/* The whole command against a real server, on a folder of files that a test writes. */
#ifndef TESTS_CLI_IMPORT_RUN_H
#define TESTS_CLI_IMPORT_RUN_H

#include "cli/cli.h"

#include "../db/schema.h"
#include "core/ledger.h"
#include "import_folder.h"

#include "../../support/capture.h"

enum { SAID_MAX = 16384, ARGS_MAX = 12 };

static struct schema schema;
static char said[SAID_MAX];  /* on standard error */
static char shown[SAID_MAX]; /* on standard output */

/* `args` are separated by single spaces; a path is "." for the folder, or a name in it. */
static inline int import(const char *args)
{
    char words[512], paths[ARGS_MAX][256], config[256];
    char *argv[ARGS_MAX + 5] = {"import", "--config", config, "--database", schema.database.conninfo};
    int argc = 5;

    snprintf(words, sizeof words, "%s", args);
    snprintf(config, sizeof config, "%s.json", folder);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        bool path = strstr(word, ".csv") != NULL || strstr(word, ".json") != NULL || strcmp(word, ".") == 0;
        snprintf(paths[argc - 5], sizeof paths[0], "%s", path ? in_folder(word) : word);
        argv[argc] = paths[argc - 5];
        argc++;
    }
    struct capture out = captured(stdout), err = captured(stderr);
    int status = cmd_import(argc, argv);
    given_back(&err, said, SAID_MAX);
    given_back(&out, shown, SAID_MAX);
    return status;
}

static inline void expect_good(const char *args)
{
    if (import(args) != CLI_OK)
        fail_msg("%s", said);
}

static inline void expect(const char *sql, const char *value)
{
    schema_expect(&schema, sql, value);
}

/* Two units, two projects, a numeric and a qualitative indicator. */
static inline void write_ledger(void)
{
    write_file("units.csv", "code,name,parent_code\nU1,局,\nU2,处,U1\n");
    write_file("projects.csv", "code,unit_code,name,category,manager\n"
                               "P1,U1,项目一,project,张三\nP2,U2,项目二,basic,李四\n");
    write_file("execution.csv", "project_code,fiscal_year,month,spent_cumulative\n"
                                "P1,2023,1,10\nP1,2023,2,-5\nP2,2023,1,\"1,000.50\"\n");
    write_file("indicators.csv",
               "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,accumulation\n"
               "I1,project,P1,2023,output,quantity,数,ge,个,sum\n"
               "I2,unit,U1,2023,benefit,social,质,qualitative,次,latest\n");
    write_file("indicator_values.csv",
               "indicator_code,fiscal_year,month,value\nI1,2023,1,≥5\nI2,2023,1,达成\n");
}

static inline int start_database(void **state)
{
    char config[128];

    schema_begin(&schema, "TEMPLATE migrated");
    if (make_folder(state) != 0)
        return -1;
    snprintf(config, sizeof config, "%s.json", folder);
    FILE *file = fopen(config, "we");
    return file != NULL && fputs("{}\n", file) >= 0 && fclose(file) == 0 ? 0 : -1;
}

static inline int end_database(void **state)
{
    char config[128];

    schema_end(&schema);
    snprintf(config, sizeof config, "%s.json", folder);
    remove(config);
    return remove_folder(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_database, end_database)

#endif
