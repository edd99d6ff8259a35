/// Runs every op by the plain-Java kernel that stands beside its operator.
@NullMarked
package dev.partitura.engine.backend.reference;

import org.jspecify.annotations.NullMarked;
