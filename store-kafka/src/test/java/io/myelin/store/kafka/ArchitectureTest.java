package io.myelin.store.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.myelin.store.kafka", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_protocol_knows_neither_axon_nor_kafka = noClasses()
            .that()
            .resideInAPackage("..protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.axonframework..", "org.apache.kafka..", "org.rocksdb..")
            .because("the simulation runs the same classes without any of them");

    @ArchTest
    static final ArchRule only_axons_side_and_the_module_know_axon = noClasses()
            .that()
            .resideInAnyPackage("..log..", "..index..", "..record..", "..stream..", "..snapshot..", "..topic..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.axonframework..")
            .because("the log must be readable and testable without a framework");

    @ArchTest
    static final ArchRule axons_side_and_the_streams_do_not_know_kafka = noClasses()
            .that()
            .resideInAnyPackage("..axon..", "..stream..", "..index..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("they run on any log, in tests on one in memory");

    @ArchTest
    static final ArchRule only_the_index_knows_rocksdb = noClasses()
            .that()
            .resideOutsideOfPackage("..index..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..")
            .because("its off-heap memory and iterators need one place that closes them");

    @ArchTest
    static final ArchRule nobody_uses_what_kafka_keeps_to_itself = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.common.utils..", "org.apache.kafka..internals..")
            .because("users bring clients from 3.9 to 4.3, and these classes move between them");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.myelin.store.kafka.(*)..").should().beFreeOfCycles();
}
