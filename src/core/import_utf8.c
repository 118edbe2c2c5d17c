#include "core/import_utf8.h"

static size_t read_lead(unsigned char lead, uint32_t *ret_bits, uint32_t *ret_lowest);

enum utf8_step utf8_next(const char *text, size_t length, size_t *at, uint32_t *ret_point)
{
    const unsigned char *bytes = (const unsigned char *)text + *at;

    if (bytes[0] < 0x80) {
        *ret_point = bytes[0];
        ++*at;
        return UTF8_GOOD;
    }
    size_t left = length - *at;
    uint32_t point = 0, lowest = 0;
    size_t size = read_lead(bytes[0], &point, &lowest);

    if (size == 0)
        return UTF8_BAD;
    for (size_t i = 1; i < size; i++) {
        if (i == left)
            return UTF8_CUT;
        if ((bytes[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        point = point << 6 | (bytes[i] & 0x3F);
    }
    if (point < lowest || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return UTF8_BAD;
    *at += size;
    *ret_point = point;
    return UTF8_GOOD;
}

/* How many bytes the character, which is not ASCII, has; 0 where no character starts so. */
static size_t read_lead(unsigned char lead, uint32_t *ret_bits, uint32_t *ret_lowest)
{
    size_t size;

    if ((lead & 0xE0) == 0xC0) {
        size = 2;
        *ret_bits = lead & 0x1F;
        *ret_lowest = 0x80;
    } else if ((lead & 0xF0) == 0xE0) {
        size = 3;
        *ret_bits = lead & 0x0F;
        *ret_lowest = 0x800;
    } else if ((lead & 0xF8) == 0xF0) {
        size = 4;
        *ret_bits = lead & 0x07;
        *ret_lowest = 0x10000;
    } else {
        size = 0;
    }
    return size;
}
