package io.myelin.sample.catalogue;

import io.myelin.core.BusinessRejection;
import io.myelin.sample.catalogue.ProductEvent.ProductListed;
import io.myelin.sample.catalogue.ProductEvent.ProductNameAdded;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProductTest {

    private static final String PRODUCT = "FUR-CH-10001146";
    private static final ProductListed LISTED =
            new ProductListed(PRODUCT, "Global Task Chair, Black", "Furniture", "Chairs");

    private FixtureConfiguration<Product> fixture;

    @BeforeEach
    void setUp() {
        fixture = new AggregateTestFixture<>(Product.class);
    }

    @Test
    void a_product_is_listed_once() {
        ListProduct list = new ListProduct(PRODUCT, "Global Task Chair, Black", "Furniture", "Chairs");

        fixture.givenNoPriorActivity().when(list).expectEvents(LISTED);
        fixture.given(LISTED).when(list).expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void a_product_keeps_both_names() {
        ProductNameAdded added = new ProductNameAdded(PRODUCT, "Global Value Chair");

        fixture.given(LISTED)
                .when(new AddProductName(PRODUCT, "Global Value Chair"))
                .expectEvents(added);
        fixture.given(LISTED, added)
                .when(new AddProductName(PRODUCT, "Global Value Chair"))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(LISTED, added)
                .when(new ListProduct(PRODUCT, "Global Value Chair", "Furniture", "Chairs"))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_product_in_another_category_is_refused() {
        fixture.given(LISTED)
                .when(new ListProduct(PRODUCT, "Global Task Chair, Black", "Technology", "Chairs"))
                .expectException(BusinessRejection.class)
                .expectNoEvents();
    }

    @Test
    void a_product_that_is_not_listed_gets_no_more_names() {
        fixture.givenNoPriorActivity()
                .when(new AddProductName(PRODUCT, "Global Value Chair"))
                .expectException(BusinessRejection.class)
                .expectNoEvents();
    }

    @Test
    void a_product_has_a_limit_of_names() {
        Object[] events = new Object[Product.NAMES_MAX];
        events[0] = LISTED;
        IntStream.range(1, events.length).forEach(i -> events[i] = new ProductNameAdded(PRODUCT, "name " + i));

        fixture.given(events)
                .when(new AddProductName(PRODUCT, "one more"))
                .expectException(BusinessRejection.class)
                .expectNoEvents();
    }
}
