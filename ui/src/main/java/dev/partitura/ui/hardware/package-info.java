/// The catalogue of hardware in the window: what is known of devices and links, and what a person
/// adds.
@NullMarked
package dev.partitura.ui.hardware;

import org.jspecify.annotations.NullMarked;
