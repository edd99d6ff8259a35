/// Which backends there are. Apart from the contract that they fulfil, so that neither imports the
/// other.
@NullMarked
package dev.partitura.engine.backend.catalogue;

import org.jspecify.annotations.NullMarked;
