package io.myelin.handlers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "io.myelin.handlers", importOptions = DoNotIncludeTests.class)
class HandlersArchitectureTest {

    @ArchTest
    static final ArchRule projections_know_no_store_and_no_framework_but_axon = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.myelin.store..", "org.springframework..")
            .because("projections must run on any event store");

    @ArchTest
    static final ArchRule parking_is_used_by_its_interface = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.myelin.retry..internal..")
            .because("another module's inside may change at any time");

    @ArchTest
    static final ArchRule nobody_is_interrupted = noClasses()
            .should()
            .callMethod(java.util.concurrent.ExecutorService.class, "shutdownNow")
            .because("an interrupt closes an H2 database file for everybody");

    @ArchTest
    static final ArchRule names_say_what_a_class_is = classes()
            .should()
            .haveNameNotMatching(".*(Impl|Utils?|Helper|Manager)")
            .because("such an ending says that nobody found the noun");

    @ArchTest
    static final ArchRule nothing_is_printed = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
