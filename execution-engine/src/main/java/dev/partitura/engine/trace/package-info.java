/// What happened, or is predicted to happen: spans on tracks, flows between them and counters.
@NullMarked
package dev.partitura.engine.trace;

import org.jspecify.annotations.NullMarked;
