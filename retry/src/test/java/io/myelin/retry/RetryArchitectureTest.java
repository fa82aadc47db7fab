package io.myelin.retry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;

@AnalyzeClasses(packages = "io.myelin.retry", importOptions = DoNotIncludeTests.class)
class RetryArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_cycles = slices().matching("io.myelin.retry.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each package must be understood without those that build on it");

    @ArchTest
    static final ArchRule deciding_knows_no_database_no_thread_and_no_clock = noClasses()
            .that()
            .resideInAnyPackage("io.myelin.retry", "io.myelin.retry.internal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.myelin.retry.parking..", "io.myelin.core.jdbc..", "java.util.concurrent.locks..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(DataSource.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("decisions are tested by the thousand, without waiting");

    @ArchTest
    static final ArchRule time_is_handed_in = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("tests move the clock");

    @ArchTest
    static final ArchRule nobody_elses_classes_are_needed = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.springframework..",
                    "jakarta.persistence..",
                    "org.h2..",
                    "org.postgresql..")
            .because("retry must run on any log, in any container, on both databases");

    @ArchTest
    static final ArchRule names_say_what_a_class_is = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper|Manager)")
            .because("such an ending says that nobody found the noun");

    @ArchTest
    static final ArchRule nothing_is_printed = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
