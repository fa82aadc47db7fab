package io.myelin.sample.customer;

import io.myelin.core.BusinessRejection;
import io.myelin.sample.customer.CustomerEvent.CustomerRegistered;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CustomerTest {

    private static final CustomerRegistered REGISTERED = new CustomerRegistered("CG-12520", "Claire Gute", "Consumer");

    private FixtureConfiguration<Customer> fixture;

    @BeforeEach
    void setUp() {
        fixture = new AggregateTestFixture<>(Customer.class);
    }

    @Test
    void a_customer_is_registered_once() {
        RegisterCustomer register = new RegisterCustomer("CG-12520", "Claire Gute", "Consumer");

        fixture.givenNoPriorActivity().when(register).expectEvents(REGISTERED);
        fixture.given(REGISTERED)
                .when(register)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void another_customer_under_the_same_number_is_refused() {
        fixture.given(REGISTERED)
                .when(new RegisterCustomer("CG-12520", "Clara Gute", "Consumer"))
                .expectException(BusinessRejection.class)
                .expectExceptionMessage("Customer CG-12520 is registered already, otherwise."
                        + " Found: CustomerRegistered[customerId=CG-12520, name=Claire Gute, segment=Consumer]."
                        + " Asked: CustomerRegistered[customerId=CG-12520, name=Clara Gute, segment=Consumer].")
                .expectNoEvents();
    }
}
