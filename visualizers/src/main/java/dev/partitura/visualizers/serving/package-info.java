/// A network that is served to requests: the load that is set, how it goes, and what came of it.
@NullMarked
package dev.partitura.visualizers.serving;

import org.jspecify.annotations.NullMarked;
