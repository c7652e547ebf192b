# Voro++, which ships no CMake package: defines VoroPlusPlus::VoroPlusPlus.
find_path(VOROPLUSPLUS_INCLUDE_DIR voro++/voro++.hh)
find_library(VOROPLUSPLUS_LIBRARY voro++)
mark_as_advanced(VOROPLUSPLUS_INCLUDE_DIR VOROPLUSPLUS_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(VoroPlusPlus REQUIRED_VARS VOROPLUSPLUS_LIBRARY VOROPLUSPLUS_INCLUDE_DIR)

if(VoroPlusPlus_FOUND AND NOT TARGET VoroPlusPlus::VoroPlusPlus)
    add_library(VoroPlusPlus::VoroPlusPlus UNKNOWN IMPORTED)
    set_target_properties(VoroPlusPlus::VoroPlusPlus PROPERTIES IMPORTED_LOCATION ${VOROPLUSPLUS_LIBRARY}
                          INTERFACE_INCLUDE_DIRECTORIES ${VOROPLUSPLUS_INCLUDE_DIR})
endif()
