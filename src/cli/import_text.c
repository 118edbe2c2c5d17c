#include "cli/import_text.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "core/import_utf8.h"

static const char mark[] = "\xEF\xBB\xBF";

/* What a file has been found to hold, as far as it tells its encoding. */
struct sample {
    bool marked;       /* it begins with the byte order mark of UTF-8 */
    bool utf16;        /* ... or with that of UTF-16 */
    int64_t long_ones; /* characters that UTF-8 writes with three bytes or four */
    int64_t strays;    /* bytes with which no character of UTF-8 begins, or goes on */
};

static bool detect(struct import_text *text, struct err *err);
static void look_for_mark(struct sample *sample, const char *data, size_t length);
static bool is_utf8(const struct sample *sample);
static size_t count_characters(struct sample *sample, const char *data, size_t length);
static size_t plain_length(const char *data, size_t length);
static bool read_more(struct import_text *text, size_t *ret_length, struct err *err);
static size_t convert(struct import_text *text, size_t length);

bool import_encoding_by_name(const char *name, enum import_encoding *ret_encoding)
{
    static const struct {
        const char *name;
        enum import_encoding encoding;
    } names[] = {{"utf-8", IMPORT_UTF8},
                 {"utf8", IMPORT_UTF8},
                 {"gb18030", IMPORT_GB18030},
                 {"gbk", IMPORT_GB18030},
                 {"gb2312", IMPORT_GB18030}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(names[i].name, name) == 0) {
            *ret_encoding = names[i].encoding;
            return true;
        }
    }
    return false;
}

const char *import_encoding_name(enum import_encoding encoding)
{
    switch (encoding) {
    case IMPORT_DETECT: return "detected";
    case IMPORT_UTF8: return "UTF-8";
    case IMPORT_GB18030: return "GB18030";
    }
    return "";
}

bool import_text_open(struct import_text *text, const char *path, enum import_encoding encoding,
                      struct err *err)
{
    text->encoding = encoding;
    text->path = path;
    text->converting = false;
    text->started = false;
    text->ended = false;
    text->kept = 0;
    text->file = fopen(path, "rbe");
    if (text->file == NULL)
        return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    if (encoding == IMPORT_DETECT && !detect(text, err)) {
        fclose(text->file);
        return false;
    }
    if (text->encoding == IMPORT_GB18030) {
        text->convert = iconv_open("UTF-8", "GB18030");
        if (text->convert == (iconv_t)-1) {
            fclose(text->file);
            return err_set(err, ERR_IO, "%s: this system cannot read GB18030: %s", path, strerror(errno));
        }
        text->converting = true;
    }
    return true;
}

void import_text_close(struct import_text *text)
{
    if (text->converting)
        iconv_close(text->convert);
    fclose(text->file);
}

bool import_text_read(struct import_text *text, const char **ret_data, size_t *ret_length, struct err *err)
{
    size_t length = 0;

    *ret_length = 0;
    while (*ret_length == 0 && !text->ended) {
        if (!read_more(text, &length, err))
            return false;
        size_t skip = !text->started && length >= 3 && memcmp(text->in, mark, 3) == 0 ? 3 : 0;
        text->started = true;
        if (text->converting) {
            *ret_data = text->out;
            *ret_length = convert(text, length);
        } else {
            *ret_data = text->in + skip;
            *ret_length = length - skip;
        }
    }
    return true;
}

/* Reads the file once to its end. A file that is read twice cannot be a pipe; then --encoding helps. */
static bool detect(struct import_text *text, struct err *err)
{
    struct sample sample = {0};
    size_t length = 0;

    for (bool first = true; !sample.marked && !sample.utf16 && !text->ended; first = false) {
        if (!read_more(text, &length, err))
            return false;
        if (first)
            look_for_mark(&sample, text->in, length);
        size_t whole = count_characters(&sample, text->in, length);
        text->kept = length - whole;
        memmove(text->in, text->in + whole, text->kept);
    }
    if (sample.utf16)
        return err_set(err, ERR_INPUT, "%s: the file is UTF-16; save it as CSV in UTF-8", text->path);
    sample.strays += (int64_t)text->kept;
    text->encoding = is_utf8(&sample) ? IMPORT_UTF8 : IMPORT_GB18030;
    text->kept = 0;
    text->ended = false;
    if (fseek(text->file, 0, SEEK_SET) != 0)
        return err_set(err, ERR_IO, "%s: %s; name its encoding with --encoding", text->path, strerror(errno));
    return true;
}

static void look_for_mark(struct sample *sample, const char *data, size_t length)
{
    sample->marked = length >= 3 && memcmp(data, mark, 3) == 0;
    sample->utf16 = length >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0);
}

/* Lines of two encodings, pasted together, must not become one text of Chinese characters that nobody wrote:
 * almost any bytes are some GB18030. Text in GB18030 has two or three stray bytes for two characters, and
 * something that looks like a long character of UTF-8 once in fifty; in UTF-8 all of Chinese is long. So
 * where there are half as many of these as strays, it is UTF-8, and the strays are faults of their cells. */
static bool is_utf8(const struct sample *sample)
{
    return sample->marked || sample->strays == 0 || 2 * sample->long_ones > sample->strays;
}

/* Returns how much was looked at: all but the beginning of a character. */
static size_t count_characters(struct sample *sample, const char *data, size_t length)
{
    enum { LONG = 3 };
    size_t at = 0;
    uint32_t point;

    while ((at += plain_length(data + at, length - at)) < length) {
        size_t start = at;
        enum utf8_step step = utf8_next(data, length, &at, &point);
        if (step == UTF8_CUT)
            break;
        if (step == UTF8_BAD) {
            sample->strays++;
            at++;
        } else if (at - start >= LONG) {
            sample->long_ones++;
        }
    }
    return at;
}

/* How much at the start is ASCII at least, looked at by eight bytes: nearly all of a file of figures. */
static size_t plain_length(const char *data, size_t length)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t bytes;
    size_t at = 0;

    for (; at + sizeof bytes <= length; at += sizeof bytes) {
        memcpy(&bytes, data + at, sizeof bytes);
        if ((bytes & high) != 0)
            break;
    }
    return at;
}

/* Fills `in` behind what was kept; the length counts that, too. */
static bool read_more(struct import_text *text, size_t *ret_length, struct err *err)
{
    size_t room = sizeof text->in - text->kept;
    size_t got = fread(text->in + text->kept, 1, room, text->file);

    if (ferror(text->file))
        return err_set(err, ERR_IO, "%s: %s", text->path, strerror(errno));
    text->ended = got < room;
    *ret_length = text->kept + got;
    text->kept = 0;
    return true;
}

/* Returns how much of `out` is filled. Keeps what may become a character with the next bytes. */
static size_t convert(struct import_text *text, size_t length)
{
    char *in = text->in, *out = text->out;
    size_t in_left = length, out_left = sizeof text->out;

    while (in_left > 0 && iconv(text->convert, &in, &in_left, &out, &out_left) == (size_t)-1) {
        if (errno == EINVAL && !text->ended)
            break;
        in++;
        in_left--;
        *out++ = IMPORT_NO_TEXT[0];
        out_left--;
    }
    memmove(text->in, in, in_left);
    text->kept = in_left;
    return (size_t)(out - text->out);
}
