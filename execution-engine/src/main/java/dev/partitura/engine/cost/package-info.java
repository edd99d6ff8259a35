/// What ops take on devices and values on links, before anything has run.
@NullMarked
package dev.partitura.engine.cost;

import org.jspecify.annotations.NullMarked;
