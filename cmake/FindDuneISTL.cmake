# DUNE's iterative solvers without MPI: headers and the library of dune-common alone. Their own package
# files ask for MPI and Fortran and change the compiler's flags. Defines Dune::ISTL.
find_path(DUNE_ISTL_INCLUDE_DIR dune/istl/paamg/amg.hh)
find_library(DUNE_COMMON_LIBRARY dunecommon)
mark_as_advanced(DUNE_ISTL_INCLUDE_DIR DUNE_COMMON_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuneISTL REQUIRED_VARS DUNE_COMMON_LIBRARY DUNE_ISTL_INCLUDE_DIR)

if(DuneISTL_FOUND AND NOT TARGET Dune::ISTL)
    add_library(Dune::ISTL UNKNOWN IMPORTED)
    set_target_properties(Dune::ISTL PROPERTIES IMPORTED_LOCATION ${DUNE_COMMON_LIBRARY}
                          INTERFACE_INCLUDE_DIRECTORIES ${DUNE_ISTL_INCLUDE_DIR})
endif()
