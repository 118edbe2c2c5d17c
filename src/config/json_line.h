/* The line of a value in a JSON text that a parser has already accepted. See config/json_file.h. */
#ifndef CONFIG_JSON_LINE_H
#define CONFIG_JSON_LINE_H

struct json_place;

/* As json_file_line(). `text` ends with a NUL and is valid JSON; of another text the answer is some line
 * of it. */
int json_line(const char *text, const struct json_place *place);

#endif
