# What `cmake --install` does beside copying: units for the prefix that was chosen, and a
# configuration that is only put where none stands. For /usr and /usr/local it is /etc/khabard,
# where the program looks for it; for any other prefix it is etc/khabard below that prefix.
set(prefix "${CMAKE_INSTALL_PREFIX}")
if(prefix STREQUAL "/usr" OR prefix STREQUAL "/usr/local")
    set(CONFIGDIR /etc/khabard)
else()
    set(CONFIGDIR "${prefix}/etc/khabard")
endif()
set(BINDIR "${prefix}/${KHABARD_BINDIR}")
set(DOCDIR "${prefix}/${KHABARD_DOCDIR}")
set(root "$ENV{DESTDIR}")

foreach(unit IN ITEMS systemd/system/khabard.service:systemd/khabard.service.in
        sysusers.d/khabard.conf:systemd/khabard.sysusers.conf
        tmpfiles.d/khabard.conf:systemd/khabard.tmpfiles.conf)
    string(REPLACE ":" ";" unit "${unit}")
    list(GET unit 0 target)
    list(GET unit 1 source)
    message(STATUS "Installing: ${root}${prefix}/lib/${target}")
    configure_file("${KHABARD_SOURCE}/deploy/${source}" "${root}${prefix}/lib/${target}" @ONLY)
endforeach()

file(GLOB_RECURSE files RELATIVE "${KHABARD_SOURCE}/config" "${KHABARD_SOURCE}/config/*.toml")
foreach(file IN LISTS files)
    set(target "${root}${CONFIGDIR}/${file}")
    if(EXISTS "${target}")
        message(STATUS "Kept: ${target}")
    else()
        message(STATUS "Installing: ${target}")
        configure_file("${KHABARD_SOURCE}/config/${file}" "${target}" COPYONLY)
    endif()
endforeach()
