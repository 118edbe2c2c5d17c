/* Memory that is there or the process is not: running out aborts in one place, because a supervised
 * daemon gains nothing from a thousand branches that no test ever takes. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);                         /* zeroed */
void *mem_grow(void *old, size_t count, size_t size); /* like reallocarray */
char *mem_text(const char *text);                     /* a copy; NULL stays NULL */
char *mem_text_n(const char *text, size_t length);

/* Gives back to the system what has been freed and is only kept for later: after work that took much for a
 * while. Some 5 ms for each 10 MB, in which nobody else gets memory. From any thread. */
void mem_give_back(void);

/* Room for one more in a growing array: doubles `*capacity` when `count` has reached it. */
void *mem_room(void *array, size_t count, size_t *capacity, size_t size);

/* An arena: many small things that live and die together. A zeroed struct is empty. */
struct arena {
    struct arena_block *blocks;
};

void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned for anything */
char *arena_text(struct arena *arena, const char *text);
char *arena_text_n(struct arena *arena, const char *text, size_t length);
void arena_free(struct arena *arena); /* everything at once; the arena is empty again */

#endif
