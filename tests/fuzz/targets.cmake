# The fuzz targets. Coverage is counted where input is read and nowhere else: these files are compiled once more,
# with it and with assertions; whatever else they call comes from the libraries of the build, which stay as they are.
set(FUZZ_DIR ${CMAKE_SOURCE_DIR}/tests/fuzz)
file(GLOB FUZZED CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/src/config/*.c
    ${CMAKE_SOURCE_DIR}/src/core/import_*.c
    ${CMAKE_SOURCE_DIR}/src/cli/import_csv.c ${CMAKE_SOURCE_DIR}/src/cli/import_reader.c
    ${CMAKE_SOURCE_DIR}/src/cli/import_sheet.c ${CMAKE_SOURCE_DIR}/src/cli/import_text.c
    ${CMAKE_SOURCE_DIR}/src/cli/xlsx_*.c ${CMAKE_SOURCE_DIR}/src/cli/outlook_read.c
    ${CMAKE_SOURCE_DIR}/src/service/import_*.c
    ${CMAKE_SOURCE_DIR}/src/net/answer.c ${CMAKE_SOURCE_DIR}/src/net/receiver_judge.c
    ${CMAKE_SOURCE_DIR}/src/net/signature.c ${CMAKE_SOURCE_DIR}/src/net/smtp_dialogue.c
    ${CMAKE_SOURCE_DIR}/src/net/web_form.c ${CMAKE_SOURCE_DIR}/src/net/web_json.c)
list(APPEND FUZZED ${CMAKE_SOURCE_DIR}/src/core/cell_name.c ${CMAKE_SOURCE_DIR}/src/core/ledger.c
    ${CMAKE_SOURCE_DIR}/src/core/ledger_number.c ${CMAKE_SOURCE_DIR}/src/core/mail_address.c
    ${CMAKE_SOURCE_DIR}/src/base/dec.c ${CMAKE_SOURCE_DIR}/src/base/date.c ${CMAKE_SOURCE_DIR}/src/base/err.c
    ${CMAKE_SOURCE_DIR}/src/base/markup.c ${CMAKE_SOURCE_DIR}/src/db/conninfo.c
    ${EMBED_DIR}/policies.c ${EMBED_DIR}/rubrics.c)
add_library(fuzzed OBJECT ${FUZZED} ${FUZZ_DIR}/fuzz.c ${FUZZ_DIR}/ledger_rows.c)
target_compile_options(fuzzed PRIVATE -fsanitize=fuzzer-no-link -UNDEBUG)
target_include_directories(fuzzed PRIVATE ${CSV_INCLUDE} ${FUZZ_DIR})
target_link_libraries(fuzzed PUBLIC bw_cli)

# fuzz_target(NAME SECONDS FOLDER_OR_FILE...): what it starts from beside corpus/NAME.
function(fuzz_target name seconds)
    add_executable(fuzz_${name} ${FUZZ_DIR}/fuzz_${name}.c)
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer-no-link -UNDEBUG)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE fuzzed)
    add_test(NAME ${BUDGETWATCH_TEST_PREFIX}fuzz/${name}
        COMMAND ${FUZZ_DIR}/run.sh --build ${CMAKE_BINARY_DIR} ${seconds} ${name})
    math(EXPR limit "${seconds} + 120")
    set_tests_properties(${BUDGETWATCH_TEST_PREFIX}fuzz/${name} PROPERTIES LABELS fuzz TIMEOUT ${limit} COST 60)
endfunction()

# What is large gets its time; what is small, a few seconds.
set(whole ${BUDGETWATCH_FUZZ_SECONDS})
math(EXPR few "(${whole} + 11) / 12")
foreach(name configuration policy rubric csv xlsx receiver request)
    fuzz_target(${name} ${whole})
endforeach()
foreach(name answer cells mail mapping)
    fuzz_target(${name} ${few})
endforeach()
