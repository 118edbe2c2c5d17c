#include "net/mail_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <jansson.h>
#include <openssl/evp.h>

#include "net/mail_body.h"

#include "smtp_world.h"

/* Bytes of every value behind the beginning of a file of its kind. */
static unsigned char *blob(const char *magic, size_t length)
{
    unsigned char *data = malloc(length);
    uint32_t at = 1;

    assert_non_null(data);
    for (size_t i = 0; i < length; i++) {
        at = at * 1664525 + 1013904223;
        data[i] = (unsigned char)(at >> 24);
    }
    memcpy(data, magic, strlen(magic));
    return data;
}

static void said_file(const struct world *world, const struct mail_attachment *file)
{
    unsigned char hash[32];
    struct buf line = {0};

    assert_int_equal(EVP_Digest(file->data, file->length, hash, NULL, EVP_sha256(), NULL), 1);
    buf_printf(&line, "part %s \"%s\" %zu ", file->type, file->name, file->length);
    for (size_t i = 0; i < sizeof hash; i++)
        buf_printf(&line, "%02x", hash[i]);
    said(world, buf_text(&line));
    buf_free(&line);
}

/* The server says texts in JSON. */
static void said_text(const struct world *world, const char *type, const char *text)
{
    json_t *value = json_string(text);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);
    struct buf line = {0};

    buf_printf(&line, "part %s - %s\n", type, quoted);
    said(world, buf_text(&line));
    buf_free(&line);
    free(quoted);
    json_decref(value);
}

static void a_mail_arrives_with_all_its_parts(void **state)
{
    static const char *const to[] = {"李雷 <lilei@example.org>", "b@example.org"};
    static const char *const options[] = {"--tls", "none", NULL};
    unsigned char data[5000];
    struct mail_attachment attachments[] = {
        {"预算执行进度 通报.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data,
         sizeof data},
        {"a.csv", "text/csv\r\nBcc: c@example.org", "a,b\r\n", 5},
        {"empty.txt", "text/plain", "", 0}};
    struct world world;
    struct shot shot;
    (void)state;

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (unsigned char)(i * 7 % 256);
    shot_open(&shot, &world, options);
    shot.mail.from = "预算处 <budget@example.org>";
    shot_to(&shot, to, 2);
    shot.mail.utc_offset = 480;
    shot.mail.subject = "[红灯·新增] 支出进度：道路养护工程（二期）与桥梁检测加固专项\r\nBcc: c@example.org";
    shot.mail.text = "第一行\n.\n..两点\n\n最后";
    shot.mail.html = "<p>道路 &lt;养护&gt;</p>";
    shot.mail.attachments = attachments;
    shot.mail.attachment_count = 3;
    shot_fire(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED, "SMTP 250: taken");

    assert_int_equal(smtp_server_count(&world.server, "mail"), 1);
    assert_int_equal(smtp_server_count(&world.server, "rcpt"), 2);
    assert_int_equal(smtp_server_count(&world.server, "defect"), 0);
    assert_int_equal(smtp_server_count(&world.server, "header Bcc"), 0);
    said(&world, "from \"budget@example.org\"");
    said(&world, "rcpt \"lilei@example.org\"");
    said(&world, "ascii True");
    said(&world, "header From \"预算处 <budget@example.org>\"");
    said(&world, "header To \"李雷 <lilei@example.org>, b@example.org\"");
    said(&world, "header Subject \"[红灯·新增] 支出进度：道路养护工程（二期）与桥梁检测加固专项  Bcc: "
                 "c@example.org\"");
    said(&world, "header Date \"Wed, 05 Jul 2023 08:03:04 +0800\"");
    said(&world, "header Message-ID \"<msg_1@example.org>\"");
    said(&world, "header Auto-Submitted \"auto-generated\"");
    said(&world, "container multipart/mixed");
    said(&world, "container multipart/alternative");
    said(&world, "part text/plain - \"第一行\\n.\\n..两点\\n\\n最后\"");
    said(&world, "part text/html - \"<p>道路 &lt;养护&gt;</p>\"");
    said(&world, "part application/octet-stream \"a.csv\" 5 ");
    said(&world, "part text/plain \"empty.txt\" 0 ");
    said_file(&world, &attachments[0]);
    world_close(&world);
}

static void without_attachments_a_mail_is_its_two_texts(void **state)
{
    static const char *const options[] = {NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    shot_fire(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED, "taken");
    said(&world, "part text/plain - \"text\"");
    said(&world, "part text/html - \"<p>text</p>\"");
    said(&world, "header Mime-Version \"1.0\"");
    said(&world, "container multipart/alternative");
    assert_int_equal(smtp_server_count(&world.server, "container"), 1);
    assert_int_equal(smtp_server_count(&world.server, "header Content-Type"), 1);
    assert_int_equal(smtp_server_count(&world.server, "defect"), 0);
    world_close(&world);
}

/* A letter: what was kept in its body is what arrives, to the byte, whoever sends it. */
static void a_document_arrives_as_it_was_kept(void **state)
{
    enum { BOOK = 200001, PAPER = 2 * 1024 * 1024 + 1 };
    static const char text[] = "各位领导：\n\n附件为 6 月预算执行情况通报。\n.\nFrom 交通局\n\n预算处";
    static const char html[] = "<!DOCTYPE html>\n<html><body>\n<p>各位领导：</p>\n<table><tr><td>12.5%</td>"
                               "<td>“引号” &amp; 𠮷</td></tr></table>\n</body></html>\n";
    static const char *const options[] = {"--tls", "none", NULL};
    unsigned char *book = blob("PK\x03\x04", BOOK), *paper = blob("%PDF-1.7\n", PAPER);
    struct mail_attachment files[] = {
        {"2025年6月 预算执行“通报”—交通局（定稿）.xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book, BOOK},
        {"Relatório de execução; nº 3 𠮷.pdf", "application/pdf", paper, PAPER}};
    struct mail letter = {.subject = "关于 2025 年 6 月预算执行情况的通报",
                          .text = text,
                          .html = html,
                          .date = 1751328000000,
                          .attachments = files,
                          .attachment_count = 2};
    struct mail_body body;
    struct buf kept = {0};
    struct err err = {0};
    struct world world;
    struct shot shot;
    (void)state;

    mail_body_write(&kept, &(struct mail_frame){.type = "notice"}, &letter);
    if (!mail_body_read(buf_text(&kept), kept.length, &body, &err))
        fail_msg("%s", err.text);
    buf_free(&kept);
    shot_open(&shot, &world, options);
    body.mail.id = shot.mail.id;
    body.mail.from = shot.mail.from;
    body.mail.to = shot.mail.to;
    body.mail.to_count = shot.mail.to_count;
    shot.mail = body.mail;
    shot_start(&shot, &world);
    mail_body_done(&body); /* nothing is borrowed any more */
    shot_wait(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED, "SMTP 250: taken");

    said(&world, "header Subject \"关于 2025 年 6 月预算执行情况的通报\"");
    said(&world, "header Date \"Tue, 01 Jul 2025 00:00:00 +0000\"");
    said(&world, "ascii True");
    said_text(&world, "text/plain", text);
    said_text(&world, "text/html", html);
    said_file(&world, &files[0]);
    said_file(&world, &files[1]);
    assert_int_equal(smtp_server_count(&world.server, "part"), 4);
    assert_int_equal(smtp_server_count(&world.server, "container"), 2);
    assert_int_equal(smtp_server_count(&world.server, "defect"), 0);
    world_close(&world);
    free(book);
    free(paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_arrives_with_all_its_parts),
        cmocka_unit_test(without_attachments_a_mail_is_its_two_texts),
        cmocka_unit_test(a_document_arrives_as_it_was_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
