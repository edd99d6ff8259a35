/// Lays networks out for devices that are not here: steps that are priced and never computed.
@NullMarked
package dev.partitura.engine.backend.priced;

import org.jspecify.annotations.NullMarked;
