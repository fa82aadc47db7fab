package io.myelin.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test method, in place of JUnit's {@code @Test}, that runs once on H2 and once on PostgreSQL.
 *
 * <p>The test method, its {@code @BeforeEach} and {@code @AfterEach} methods and the class's constructor may take a
 * {@link TestDatabase} parameter. It is the same one for all of them in one run, empty at the start of each run, and is
 * closed after the last {@code @AfterEach}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(DatabaseInvocations.class)
public @interface OnEachDatabase {}
