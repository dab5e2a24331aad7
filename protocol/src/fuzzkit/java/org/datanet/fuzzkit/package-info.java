/**
 * What fuzzing takes in both modules: targets, the committed corpus, its replay and the check of
 * one input. Compiled into the tests of {@code protocol} and of {@code node}; Jazzer is not known
 * here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.fuzzkit;
