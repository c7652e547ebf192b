# What makes the installed tree a package: find_package(percolith [COMPONENTS kinetics|model|cells|runs]).
include(CMakePackageConfigHelpers)

foreach(room kinetics model cells runs)
    get_property(needs GLOBAL PROPERTY percolith_needs_${room})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/package/percolith_${room}_needs.cmake CONTENT "${needs}")
    install(FILES ${PROJECT_BINARY_DIR}/package/percolith_${room}_needs.cmake
            DESTINATION ${percolith_package_dir})
endforeach()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/percolithConfig.cmake.in
    ${PROJECT_BINARY_DIR}/package/percolithConfig.cmake INSTALL_DESTINATION ${percolith_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/percolithConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/percolithConfig.cmake
              ${PROJECT_BINARY_DIR}/package/percolithConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindDuneISTL.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindLibZip.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindUDUNITS2.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindVoroPlusPlus.cmake
        DESTINATION ${percolith_package_dir})

# Cases to start from, and what is done with them.
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CITATION.cff
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runs/cases
                  ${PROJECT_SOURCE_DIR}/runs/designs
                  ${PROJECT_SOURCE_DIR}/runs/fits
                  ${PROJECT_SOURCE_DIR}/runs/predictions
                  ${PROJECT_SOURCE_DIR}/runs/structures
                  ${PROJECT_SOURCE_DIR}/runs/sweeps
        DESTINATION ${CMAKE_INSTALL_DATADIR}/percolith)
