package io.myelin.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.myelin.console", importOptions = ImportOption.DoNotIncludeTests.class)
class ConsoleArchitectureTest {

    @ArchTest
    static final ArchRule the_console_knows_neither_kafka_nor_rocksdb = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.rocksdb..")
            .because("what is read and written is decided in the store, where it is tested against the protocol");

    @ArchTest
    static final ArchRule only_the_main_class_prints_by_itself = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.myelin.console.Myelin")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("results can be piped and progress can't, and tests read both");
}
