#include "net/robot_text.h"

#include <string.h>
#include <strings.h>

#include "core/catalogue_delivery.h"

/* Bytes of the parts of a text. The arithmetic gets what the others leave: title, unit, name and mention of
 * one event stay under 2,000 with everything around them, so half of WeCom's 4,096 is its own even then;
 * three more people, who are rare, may take 900 of that. */
enum {
    EXPLANATION_MAX = 3000,
    WHERE_MAX = 300,
    ANSWERS_MAX = 200,
    ENTRY_TITLE_MAX = 240,       /* in a digest */
    ENTRY_EXPLANATION_MAX = 300, /* the same */
    ENTRY_UNIT_MAX = 120,        /* the same */
    ENTRY_ANSWERS_MAX = 60,      /* the same */
    TAIL_MAX =
        1000, /* ten mentions of 64 bytes with what stands around, the count, and that no head is known */
};

static bool is_known(const char *text)
{
    return text != NULL && text[0] != '\0';
}

bool robot_text_is_account(const char *account)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@";

    return is_known(account) && account[0] != '@' && strlen(account) <= 64 &&
           account[strspn(account, allowed)] == '\0' && strcasecmp(account, "all") != 0;
}

bool robot_text_is_mobile(const char *mobile)
{
    if (!is_known(mobile))
        return false;
    const char *digits = mobile[0] == '+' ? mobile + 1 : mobile;
    size_t count = strspn(digits, "0123456789");
    return count >= 5 && count <= 20 && digits[count] == '\0';
}

/* Returns the handle, NULL where there is none. */
static const char *note_person(struct robot_mentions *mentions, const struct robot_style *style,
                               const struct message_person *person)
{
    const char *handle = style->handle != NULL ? style->handle(person) : NULL;

    if (handle == NULL)
        return NULL;
    for (size_t i = 0; i < mentions->count; i++)
        if (strcmp(mentions->list[i], handle) == 0)
            return handle;
    if (mentions->count == ROBOT_MENTIONS_MAX)
        return NULL;
    mentions->list[mentions->count++] = handle;
    return handle;
}

static void note_mentions(struct robot_mentions *mentions, const struct robot_style *style,
                          const struct message_event *event)
{
    struct message_person people[MESSAGE_PEOPLE_MAX];
    size_t count = message_people(event, people);

    for (size_t i = 0; i < count; i++)
        (void)note_person(mentions, style, &people[i]);
}

static void add_mentions(struct buf *out, const struct robot_style *style,
                         const struct robot_mentions *mentions, const char *before)
{
    for (size_t i = 0; i < mentions->count; i++) {
        buf_puts(out, i == 0 ? before : " ");
        style->mention(out, mentions->list[i]);
    }
}

static void add_title(struct buf *out, const struct robot_style *style, const char *title,
                      const char *severity, const char *event)
{
    if (style->title_max == 0)
        return;
    if (style->title_start != NULL)
        style->title_start(out, severity, event);
    markup_add(out, style->markup, title, style->title_max);
    if (style->title_end != NULL)
        style->title_end(out, severity, event);
    buf_puts(out, style->line_end);
}

static void add_line(struct buf *out, const struct robot_style *style, const char *text, size_t max)
{
    buf_puts(out, style->line_start);
    markup_add(out, style->markup, text, max);
    buf_puts(out, style->line_end);
}

static const char *name_of_unit(const struct message_event *event)
{
    return is_known(event->unit_name) ? event->unit_name : event->unit_code;
}

/* NULL or "": nobody is known. */
static const char *who_answers(const struct message_event *event)
{
    return is_known(event->answers_name) ? event->answers_name : event->manager;
}

/* A line that says who it is, and calls that person. */
static void add_person(struct buf *out, const struct robot_style *style, const struct buf *whom,
                       const struct message_person *person, struct robot_mentions *mentions)
{
    const char *handle = note_person(mentions, style, person);

    buf_puts(out, style->line_start);
    markup_add(out, style->markup, buf_text(whom), ANSWERS_MAX);
    if (handle != NULL) {
        buf_putc(out, ' ');
        style->mention(out, handle);
    }
    buf_puts(out, style->line_end);
}

static void add_answers(struct buf *out, const struct robot_style *style, enum language language,
                        const struct message_event *event, struct robot_mentions *mentions)
{
    struct message_person answers = message_answers(event);
    const char *name = who_answers(event);
    struct buf whom = {0};

    if (!is_known(name)) {
        (void)note_person(mentions, style, &answers);
        return;
    }
    catalogue_answers(&whom, language, name, is_known(answers.role) ? answers.role : "");
    add_person(out, style, &whom, &answers, mentions);
    buf_free(&whom);
}

static void add_no_head(struct buf *out, const struct robot_style *style, enum language language)
{
    const struct message_person nobody = {.name = catalogue_no_head(language)};
    struct buf whom = {0};

    catalogue_other(&whom, language, &nobody, false);
    add_line(out, style, buf_text(&whom), ANSWERS_MAX);
    buf_free(&whom);
}

/* The owner of an overdue action and the heads, where they are others. */
static void add_others(struct buf *out, const struct robot_style *style, enum language language,
                       const struct message_event *event, struct robot_mentions *mentions)
{
    struct message_person people[MESSAGE_PEOPLE_MAX];
    size_t count = message_people(event, people);
    struct buf whom = {0};

    for (size_t i = 1; i < count; i++) {
        buf_clear(&whom);
        catalogue_other(&whom, language, &people[i], message_person_same(&people[i], &event->owner));
        add_person(out, style, &whom, &people[i], mentions);
    }
    if (event->escalated && !event->heads_known)
        add_no_head(out, style, language);
    buf_free(&whom);
}

static void drop_last_line_end(struct buf *out)
{
    while (out->length > 0 && (out->data[out->length - 1] == '\n' || out->data[out->length - 1] == ' '))
        out->data[--out->length] = '\0';
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

void robot_text_event(struct buf *out, const struct robot_style *style, enum language language,
                      const struct message_event *event, struct robot_mentions *ret_mentions)
{
    struct buf where = {0}, rest = {0};

    *ret_mentions = (struct robot_mentions){0};
    catalogue_where(&where, language, name_of_unit(event), event->fiscal_year, event->month,
                    event->deviation_id);
    add_line(&rest, style, buf_text(&where), WHERE_MAX);
    add_answers(&rest, style, language, event, ret_mentions);
    add_others(&rest, style, language, event, ret_mentions);
    add_title(out, style, event->title, event->severity, event->event);
    size_t around = out->length + rest.length + strlen(style->line_start) + strlen(style->line_end);
    size_t room = style->max > around ? style->max - around : 0;
    add_line(out, style, event->explanation, smaller(room, EXPLANATION_MAX));
    buf_puts(out, buf_text(&rest));
    drop_last_line_end(out);
    buf_free(&where);
    buf_free(&rest);
}

/* What is wrong, by which arithmetic, where, and who answers. */
static void make_entry(struct buf *entry, const struct robot_style *style, const struct message_event *event)
{
    buf_puts(entry, style->line_start);
    markup_add(entry, style->markup, event->title, ENTRY_TITLE_MAX);
    buf_puts(entry, style->line_end);
    add_line(entry, style, event->explanation, ENTRY_EXPLANATION_MAX);
    buf_puts(entry, style->line_start);
    markup_add(entry, style->markup, name_of_unit(event), ENTRY_UNIT_MAX);
    if (is_known(who_answers(event))) {
        buf_puts(entry, " · ");
        markup_add(entry, style->markup, who_answers(event), ENTRY_ANSWERS_MAX);
    }
    buf_puts(entry, style->line_end);
}

/* The first is shown whatever it takes: the bounds of an entry leave room for one in every style. */
void robot_text_digest(struct buf *out, const struct robot_style *style, enum language language,
                       const struct message_digest *digest, struct robot_mentions *ret_mentions)
{
    struct buf entry = {0};
    size_t shown = 0;
    bool headless = false;

    *ret_mentions = (struct robot_mentions){0};
    add_title(out, style, digest->title, digest->events[0].severity, digest->events[0].event);
    for (; shown < digest->count; shown++) {
        buf_clear(&entry);
        make_entry(&entry, style, &digest->events[shown]);
        if (out->length + entry.length + TAIL_MAX > style->max && shown > 0)
            break;
        buf_puts(out, buf_text(&entry));
        note_mentions(ret_mentions, style, &digest->events[shown]);
        headless = headless || (digest->events[shown].escalated && !digest->events[shown].heads_known);
    }
    if (shown < digest->count) {
        buf_puts(out, style->line_start);
        catalogue_digest_more(out, language, digest->count - shown);
        buf_puts(out, style->line_end);
    }
    if (headless)
        add_no_head(out, style, language);
    add_mentions(out, style, ret_mentions, style->line_start);
    drop_last_line_end(out);
    buf_free(&entry);
}

void robot_text_note(struct buf *out, const struct robot_style *style, const char *title, const char *text)
{
    add_title(out, style, title, "", "");
    add_line(out, style, text, smaller(EXPLANATION_MAX, style->max - out->length - 64));
    drop_last_line_end(out);
}

/* Where the title stands elsewhere, its line is left out. */
void robot_text_document(struct buf *out, const struct robot_style *style, enum language language,
                         const char *text, const struct message_person *head,
                         struct robot_mentions *ret_mentions)
{
    struct buf whom = {0};

    *ret_mentions = (struct robot_mentions){0};
    if (style->title_max == 0)
        text = text[strcspn(text, "\n")] != '\0' ? strchr(text, '\n') + 1 : text;
    for (; *text != '\0'; text++)
        if (*text == '\n')
            buf_puts(out, style->line_end);
        else
            buf_putc(out, *text);
    if (message_person_known(head)) {
        catalogue_answers(&whom, language, head->name, is_known(head->role) ? head->role : "");
        add_person(out, style, &whom, head, ret_mentions);
    }
    drop_last_line_end(out);
    buf_free(&whom);
}
