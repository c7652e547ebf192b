# The rules of the house.
add_test(NAME "house: a room uses only the rooms below it and the libraries lent to it"
         COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_SOURCE_DIR}/layers.cmake)
add_test(NAME "house: the layer check finds a violation"
         COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/layers
                 -P ${CMAKE_CURRENT_SOURCE_DIR}/layers_bite.cmake)
add_test(NAME "house: the documentation quotes the sources as they are"
         COMMAND /usr/bin/python3 ${PROJECT_SOURCE_DIR}/docs/check_quotes.py)
add_test(NAME "house: the check of quotes finds a stale one"
         COMMAND /usr/bin/python3 ${PROJECT_SOURCE_DIR}/docs/check_quotes.py ${CMAKE_CURRENT_SOURCE_DIR}/quotes/stale)
set_tests_properties("house: the check of quotes finds a stale one" PROPERTIES
                     PASS_REGULAR_EXPRESSION "docs/page.md: quote of law.txt is stale")
if(CMAKE_UNITY_BUILD)
    add_test(NAME "house: sources that are compiled together have no functions of one name"
             COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/compiled_together.py ${PROJECT_BINARY_DIR})
endif()
