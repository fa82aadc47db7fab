package io.myelin.sample.order;

import static java.util.Objects.requireNonNull;

/**
 * Where an order is sent.
 *
 * @param city for instance {@code Henderson}
 * @param state for instance {@code Kentucky}
 * @param postalCode as text: it may begin with a zero
 * @param region the shop's sales region, for instance {@code South}
 * @param country for instance {@code United States}
 */
public record Address(String city, String state, String postalCode, String region, String country) {

    /** Checks that nothing is missing. */
    public Address {
        requireNonNull(city, "city");
        requireNonNull(state, "state");
        requireNonNull(postalCode, "postalCode");
        requireNonNull(region, "region");
        requireNonNull(country, "country");
    }
}
