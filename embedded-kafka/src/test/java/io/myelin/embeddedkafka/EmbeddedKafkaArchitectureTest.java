package io.myelin.embeddedkafka;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.myelin.embeddedkafka", importOptions = DoNotIncludeTests.class)
class EmbeddedKafkaArchitectureTest {

    @ArchTest
    static final ArchRule one_class_knows_kafka = noClasses()
            .that()
            .doNotHaveSimpleName("KraftNode")
            .and(not(belongToAnyOf(AccessRights.class)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..", "scala..")
            .because("the server's classes promise nothing, and may be loaded apart");

    @ArchTest
    static final ArchRule rights_are_asked_for_by_the_public_client = noClasses()
            .that(belongToAnyOf(AccessRights.class))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "kafka..", "scala..")
                    .and(not(resideInAnyPackage(
                            "org.apache.kafka.clients.admin",
                            "org.apache.kafka.common",
                            "org.apache.kafka.common.acl",
                            "org.apache.kafka.common.resource"))))
            .because("users bring their own clients");

    @ArchTest
    static final ArchRule it_knows_the_jdk_only = noClasses()
            .that()
            .haveSimpleName("KraftNode")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.myelin.embeddedkafka")
            .because("loaded apart it would see other classes of the same names");
}
