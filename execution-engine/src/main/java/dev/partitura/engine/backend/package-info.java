/// The contract between lowering and the code that computes: programs of steps over value slots.
@NullMarked
package dev.partitura.engine.backend;

import org.jspecify.annotations.NullMarked;
