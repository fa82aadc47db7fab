package io.myelin.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a test method once per product, with a database that JUnit closes when the run is over. */
final class DatabaseInvocations implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Arrays.stream(TestDatabase.Product.values()).map(On::new);
    }

    /** One run. */
    private record On(TestDatabase.Product product) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return product.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Databases(product));
        }
    }

    /** Hands the run's database to whoever asks; the store closes it with the run. */
    private record Databases(TestDatabase.Product product) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestDatabase.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(Namespace.create(DatabaseInvocations.class, context.getUniqueId()))
                    .getOrComputeIfAbsent(product, TestDatabase::of, TestDatabase.class);
        }
    }
}
