#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_also_when_nothing_is_asked_for(void **state)
{
    (void)state;
    unsigned char *memory = mem_alloc(1000);

    for (int i = 0; i < 1000; i++)
        assert_int_equal(memory[i], 0);
    free(memory);
    memory = mem_alloc(0);
    assert_non_null(memory);
    free(memory);
}

static void copies_of_texts_stand_alone(void **state)
{
    (void)state;
    char original[] = "unit 01";
    char *copy = mem_text(original), *part = mem_text_n(original, 4);

    original[0] = 'X';
    assert_string_equal(copy, "unit 01");
    assert_string_equal(part, "unit");
    assert_null(mem_text(NULL));
    free(copy);
    free(part);
}

static void an_array_grows_by_doubling_and_keeps_what_it_holds(void **state)
{
    (void)state;
    int *numbers = NULL;
    size_t capacity = 0;
    int moves = 0;

    for (size_t count = 0; count < 5000; count++) {
        size_t before = capacity;
        numbers = mem_room(numbers, count, &capacity, sizeof *numbers);
        moves += capacity != before ? 1 : 0;
        assert_true(capacity > count);
        numbers[count] = (int)count;
    }
    for (int i = 0; i < 5000; i++)
        assert_int_equal(numbers[i], i);
    assert_true(moves <= 10);
    free(numbers);
}

static void an_arena_gives_zeroed_aligned_memory_that_does_not_overlap(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char *all[600];

    for (size_t i = 0; i < 600; i++) {
        size_t size = 1 + i * 7;
        all[i] = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)all[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(all[i][k], 0);
        memset(all[i], (int)(i % 255) + 1, size);
    }
    for (size_t i = 0; i < 600; i++)
        for (size_t k = 0; k < 1 + i * 7; k++)
            assert_int_equal(all[i][k], i % 255 + 1);
    arena_free(&arena);
    assert_null(arena.blocks);
}

static void an_arena_takes_what_is_larger_than_a_block(void **state)
{
    (void)state;
    struct arena arena = {0};
    const size_t large = 300000;

    char *before = arena_text(&arena, "before");
    unsigned char *memory = arena_alloc(&arena, large);
    memset(memory, 'x', large);
    char *after = arena_text_n(&arena, "after all", 5);
    assert_string_equal(before, "before");
    assert_string_equal(after, "after");
    assert_null(arena_text(&arena, NULL));
    arena_free(&arena);
    arena_free(&arena);
}

/* In a child: the one place where the program may end. */
static void running_out_aborts(void **state)
{
    (void)state;
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        close(STDERR_FILENO);
        void *volatile memory = mem_grow(NULL, SIZE_MAX / 2, 4); /* the product does not fit */
        (void)memory;
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    /* AddressSanitizer ends the process itself, with a status of its own. */
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_also_when_nothing_is_asked_for),
        cmocka_unit_test(copies_of_texts_stand_alone),
        cmocka_unit_test(an_array_grows_by_doubling_and_keeps_what_it_holds),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_that_does_not_overlap),
        cmocka_unit_test(an_arena_takes_what_is_larger_than_a_block),
        cmocka_unit_test(running_out_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
