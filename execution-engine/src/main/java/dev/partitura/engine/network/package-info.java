/// What is computed: ops on named values, without a device. Immutable.
@NullMarked
package dev.partitura.engine.network;

import org.jspecify.annotations.NullMarked;
