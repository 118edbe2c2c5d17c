# What `ninja install` installs, and the Debian package that `cpack` makes of it:
#
#   cmake -G Ninja -B build -DCMAKE_INSTALL_PREFIX=/usr -DBUDGETWATCH_TESTS=OFF && ninja -C build && (cd build && cpack)
#
# Manual and completion are printed by the program that has just been built, so that they are always its own.
include(GNUInstallDirs)

set(MADE ${CMAKE_BINARY_DIR}/made)
file(MAKE_DIRECTORY ${MADE})
set(MANUAL_FILES "")
foreach(page budgetwatch.1 budgetwatch.json.5 budgetwatch-ledger.5 budgetwatch-policy.5 budgetwatch-rubric.5)
    get_filename_component(name ${page} NAME_WLE)
    get_filename_component(section ${page} LAST_EXT)
    string(SUBSTRING ${section} 1 1 section)
    add_custom_command(OUTPUT ${MADE}/${page}.gz
        COMMAND budgetwatch manual ${name} --format man > ${MADE}/${page}
        COMMAND gzip -9nf ${MADE}/${page}
        DEPENDS budgetwatch VERBATIM)
    list(APPEND MANUAL_FILES ${MADE}/${page}.gz)
    install(FILES ${MADE}/${page}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
set(COMPLETION_FILES "")
foreach(shell bash zsh fish)
    add_custom_command(OUTPUT ${MADE}/completion.${shell}
        COMMAND budgetwatch completion ${shell} > ${MADE}/completion.${shell}
        DEPENDS budgetwatch VERBATIM)
    list(APPEND COMPLETION_FILES ${MADE}/completion.${shell})
endforeach()
# Whoever tests a build with sanitizers does not install it, and need not wait for these.
add_custom_target(manual DEPENDS ${MANUAL_FILES} ${COMPLETION_FILES})
if(NOT BUDGETWATCH_SANITIZE)
    set_target_properties(manual PROPERTIES EXCLUDE_FROM_ALL OFF)
endif()
install(FILES ${MADE}/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME budgetwatch)
install(FILES ${MADE}/completion.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _budgetwatch)
install(FILES ${MADE}/completion.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
    RENAME budgetwatch.fish)

install(TARGETS budgetwatch RUNTIME)

# budgetwatch.service is for the one daemon of most machines, budgetwatch@NAME.service for one of several, each with a
# configuration of its own. Made when it is installed: only then the place of the program is known.
install(CODE "
    set(CMAKE_INSTALL_FULL_BINDIR \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR})
    set(UNIT_NAME budgetwatch)
    set(UNIT_DESCRIPTION [[budgetwatch: follows a department's budget and performance targets]])
    set(UNIT_ARGUMENTS \"\")
    set(UNIT_STATE budgetwatch)
    configure_file(${CMAKE_SOURCE_DIR}/systemd/budgetwatch.service.in ${MADE}/budgetwatch.service @ONLY)
    set(UNIT_NAME budgetwatch@NAME)
    set(UNIT_DESCRIPTION [[budgetwatch of %i: follows a department's budget and performance targets]])
    set(UNIT_ARGUMENTS [[ --config /etc/budgetwatch/%i.json]])
    set(UNIT_STATE budgetwatch-%i) # not within the other: systemd cannot make one private folder in another
    configure_file(${CMAKE_SOURCE_DIR}/systemd/budgetwatch.service.in ${MADE}/budgetwatch@.service @ONLY)
")
install(FILES ${MADE}/budgetwatch.service ${MADE}/budgetwatch@.service DESTINATION lib/systemd/system)
install(FILES systemd/budgetwatch.catalog DESTINATION lib/systemd/catalog)

set(SCHEMAS budgetwatch.schema.json policy.schema.json rubric.schema.json)
list(TRANSFORM SCHEMAS PREPEND config/ OUTPUT_VARIABLE SCHEMA_FILES)
install(FILES ${SCHEMA_FILES} config/calendar.csv DESTINATION ${CMAKE_INSTALL_DATADIR}/budgetwatch)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES config/budgetwatch.json DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(DIRECTORY config/policy config/rubric config/demo/ledger DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

# The configuration, with the schemas beside it: never over one that is there, and not by who installs elsewhere to try.
install(CODE "
    if(NOT CMAKE_INSTALL_PREFIX MATCHES [[^/usr(/local)?$]])
        return()
    endif()
    set(etc \$ENV{DESTDIR}/etc/budgetwatch)
    set(examples \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}/examples)
    file(MAKE_DIRECTORY \${etc})
    foreach(schema ${SCHEMAS})
        set(there \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/budgetwatch/\${schema})
        file(CREATE_LINK \${there} \${etc}/\${schema} SYMBOLIC)
        file(CREATE_LINK ../../../budgetwatch/\${schema} \${examples}/\${schema} SYMBOLIC)
    endforeach()
    if(NOT EXISTS \${etc}/budgetwatch.json)
        file(INSTALL ${CMAKE_SOURCE_DIR}/config/package/budgetwatch.json DESTINATION /etc/budgetwatch)
    endif()
")

# The package.
set(PACKAGE ${CMAKE_SOURCE_DIR}/config/package)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME budgetwatch)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(BUDGETWATCH_MAINTAINER "budgetwatch maintainers <maintainers@budgetwatch.invalid>" CACHE STRING
    "Who answers for the package that is made")
set(CPACK_PACKAGE_CONTACT ${BUDGETWATCH_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "follow a public department's budget and performance targets")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"A daemon for the finance office of a public department. It follows in
PostgreSQL how the year's budget is spent and how the performance targets
are reached, raises what drifts while it can still be corrected, and
delivers it to people and to other systems: signed webhooks, group robots,
e-mail, Alertmanager, the journal. Monthly notices, monitoring forms and
the year-end self-evaluation are made from the same ledger.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The unit's reload is kill(1) of procps.
set(CPACK_DEBIAN_PACKAGE_DEPENDS procps)
# libnss-systemd: PostgreSQL on the same machine knows the daemon's user by it. ca-certificates: whom https trusts.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, libnss-systemd, postgresql")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "pandoc")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${PACKAGE}/conffiles ${PACKAGE}/postinst ${PACKAGE}/prerm ${PACKAGE}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_VERBATIM_VARIABLES ON)

# Papers that a package has.
execute_process(COMMAND date -u -R -d ${BUDGETWATCH_DATE} OUTPUT_VARIABLE CHANGELOG_DATE OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
file(CONFIGURE OUTPUT ${MADE}/changelog CONTENT
"budgetwatch (${PROJECT_VERSION}) bookworm; urgency=medium

  * Package of budgetwatch ${PROJECT_VERSION}.

 -- ${BUDGETWATCH_MAINTAINER}  ${CHANGELOG_DATE}
" @ONLY)
execute_process(COMMAND gzip -9nkf ${MADE}/changelog COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${MADE}/changelog.gz config/package/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

include(CPack)
