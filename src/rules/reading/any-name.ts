/** A name that no pattern has which is not about all: no beginning, no end and no part of a name that people give. */
export const ANY_NAME = 'Xrolekeeper0';
