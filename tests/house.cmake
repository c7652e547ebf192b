# The rules of the house.
add_test(NAME "house: a room uses only the rooms below it and the libraries lent to it"
         COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_SOURCE_DIR}/layers.cmake)
add_test(NAME "house: the layer check finds a violation"
         COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/layers
                 -P ${CMAKE_CURRENT_SOURCE_DIR}/layers_bite.cmake)
add_test(NAME "house: the documentation quotes the sources as they are"
         COMMAND /usr/bin/python3 ${PROJECT_SOURCE_DIR}/docs/check_quotes.py)
