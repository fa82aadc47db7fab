package io.myelin.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "io.myelin.core", importOptions = DoNotIncludeTests.class)
class CoreArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_cycles = slices().matching("io.myelin.core.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each package must be understood without those that build on it");

    @ArchTest
    static final ArchRule the_domain_knows_nothing_below_it = noClasses()
            .that()
            .resideInAPackage("io.myelin.core")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.myelin.core.*..")
            .because("what a domain is made of must not depend on how it is run");

    @ArchTest
    static final ArchRule only_the_jdbc_package_knows_sql = noClasses()
            .that()
            .resideOutsideOfPackage("io.myelin.core.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..")
            .because("commands and events must run without a database");

    @ArchTest
    static final ArchRule names_say_what_a_class_is = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper|Manager)")
            .because("such an ending says that nobody found the noun");

    @ArchTest
    static final ArchRule nothing_is_printed = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
