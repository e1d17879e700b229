// The five types of entities, in the order of the contract.

import { EntityType } from "../gen/kayan/v1/entity_pb";

export interface Kind {
  type: EntityType;
  /** Class of its marks, and its name in links. */
  id: string;
  /** Name of its enum value. */
  enumName: string;
  name: string;
  plural: string;
}

export const KINDS: readonly Kind[] = [
  { type: EntityType.PERSON, id: "person", enumName: "ENTITY_TYPE_PERSON", name: "Person", plural: "People" },
  { type: EntityType.PLACE, id: "place", enumName: "ENTITY_TYPE_PLACE", name: "Place", plural: "Places" },
  { type: EntityType.COMPANY, id: "company", enumName: "ENTITY_TYPE_COMPANY", name: "Company", plural: "Companies" },
  {
    type: EntityType.ORGANIZATION,
    id: "organization",
    enumName: "ENTITY_TYPE_ORGANIZATION",
    name: "Organization",
    plural: "Organizations",
  },
  { type: EntityType.FIGURE, id: "figure", enumName: "ENTITY_TYPE_FIGURE", name: "Figure", plural: "Figures" },
];

const UNKNOWN: Kind = {
  type: EntityType.UNSPECIFIED,
  id: "unknown",
  enumName: "ENTITY_TYPE_UNSPECIFIED",
  name: "Unknown",
  plural: "Unknown",
};

export function kindOf(type: EntityType): Kind {
  return KINDS.find((kind) => kind.type === type) ?? UNKNOWN;
}
